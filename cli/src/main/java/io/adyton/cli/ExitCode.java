// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

/** How a command ended, as scripts see it. */
public enum ExitCode {
  /** Done. */
  OK(0),
  /** The machine could not do it now (port taken, disk full, offline), or a fault of Adyton's. */
  FAILED(1),
  /** A check refused it: wrong digest, invalid model, directory in use, unknown key. */
  REJECTED(10),
  /** This machine or this version cannot do it. */
  UNSUPPORTED(20),
  /** The command line, a setting or a file could not be understood. */
  MALFORMED(30);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** Returns the exit status of the process. */
  public int status() {
    return status;
  }
}
