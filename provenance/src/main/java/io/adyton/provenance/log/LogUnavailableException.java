// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import java.io.IOException;

/** A log that could not be read or written. What was not acknowledged may be in it or not. */
public final class LogUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean stopped;

  private LogUnavailableException(String sentence, Throwable cause, boolean stopped) {
    super(sentence, cause);
    this.stopped = stopped;
  }

  /** There is no room now; the log works again when there is. */
  static LogUnavailableException full(String sentence, Throwable cause) {
    return new LogUnavailableException(sentence, cause, false);
  }

  /** What is on the disk is not known any more; the log takes nothing until it is opened anew. */
  static LogUnavailableException broken(String sentence, Throwable cause) {
    return new LogUnavailableException(sentence, cause, true);
  }

  /** Returns whether the log takes nothing more until it is opened anew. */
  public boolean isStopped() {
    return stopped;
  }
}
