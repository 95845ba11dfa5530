// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

/**
 * A template could not be compiled, or a conversation could not be rendered with it.
 *
 * <p>The message names the template's line and what was expected. It quotes words of the template,
 * which is public, and never anything that came from the request.
 */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The source is not a template. */
    SYNTAX,
    /** A tag, filter, test, method or function that this engine does not have. */
    UNSUPPORTED,
    /** A name that reaches for the engine's insides. */
    FORBIDDEN,
    /** An operation that is not defined for the values it met. */
    INVALID_OPERATION,
    /** The template itself refused the conversation, by {@code raise_exception}. */
    RAISED,
    /** The source is larger than a template may be. */
    SOURCE_TOO_LARGE,
    /** Expressions, blocks, calls or values are nested more deeply than allowed. */
    NESTED_TOO_DEEPLY,
    /** The render took more steps than allowed. */
    TOO_MANY_STEPS,
    /** The prompt is longer than allowed. */
    OUTPUT_TOO_LARGE,
    /** A string grew beyond what a prompt could hold. */
    STRING_TOO_LARGE,
    /** A list, an object or a range has more entries than allowed. */
    TOO_MANY_ENTRIES,
    /** A number left the range of 64 bits. */
    NUMBER_OUT_OF_RANGE
  }

  private final Reason reason;
  private final int line;

  TemplateException(Reason reason, int line, String expectation) {
    super("template line " + line + ": " + expectation, null, false, false);
    this.reason = reason;
    this.line = line;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  /** Returns the line of the template, counted from 1. */
  public int line() {
    return line;
  }
}
