// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

/**
 * A failure that its user can do something about: one sentence that says what was expected, what
 * came and what to do. It is printed without a stack trace.
 *
 * <p>Never holds text of a prompt or a completion.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /** Creates a failure that ends the command with {@code exitCode}. */
  public UserError(ExitCode exitCode, String sentence) {
    super(sentence, null, false, false);
    this.exitCode = exitCode;
  }

  /** The machine could not do it now. */
  public static UserError failed(String sentence) {
    return new UserError(ExitCode.FAILED, sentence);
  }

  /** A check refused it. */
  public static UserError rejected(String sentence) {
    return new UserError(ExitCode.REJECTED, sentence);
  }

  /** This machine or version cannot do it. */
  public static UserError unsupported(String sentence) {
    return new UserError(ExitCode.UNSUPPORTED, sentence);
  }

  /** The command line, a setting or a file could not be understood. */
  public static UserError malformed(String sentence) {
    return new UserError(ExitCode.MALFORMED, sentence);
  }

  /** Returns how the command ends. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
