// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

/** A log whose parts do not follow from each other. The message names what was expected. */
public final class DamagedLogException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates one. */
  DamagedLogException(String sentence) {
    super(sentence);
  }
}
