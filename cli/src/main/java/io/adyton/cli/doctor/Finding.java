// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One line of the doctor's report.
 *
 * @param subject what was looked at
 * @param state what was found
 * @param text the facts
 * @param remedy what to do, empty where nothing is needed
 */
record Finding(String subject, State state, String text, String remedy) {
  /** How a subject is. */
  enum State {
    /** As it should be. */
    @JsonProperty("ok")
    OK,
    /** Adyton works, with less than it could have. */
    @JsonProperty("warn")
    WARN,
    /** Not there. */
    @JsonProperty("missing")
    MISSING
  }

  static Finding ok(String subject, String text) {
    return new Finding(subject, State.OK, text, "");
  }

  static Finding warn(String subject, String text, String remedy) {
    return new Finding(subject, State.WARN, text, remedy);
  }

  static Finding missing(String subject, String text, String remedy) {
    return new Finding(subject, State.MISSING, text, remedy);
  }
}
