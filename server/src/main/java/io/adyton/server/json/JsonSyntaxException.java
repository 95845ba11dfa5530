// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

/** A document that is not JSON, or exceeds a limit. Tells where and why, never what stood there. */
public final class JsonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a document was refused. */
  public enum Reason {
    EXPECTED_VALUE("a value was expected"),
    EXPECTED_NAME("a member name in quotes was expected"),
    EXPECTED_COLON("a colon was expected"),
    EXPECTED_COMMA_OR_END("a comma or the end of the array or object was expected"),
    MALFORMED_NUMBER("a number is malformed"),
    MALFORMED_ESCAPE("an escape in a string is malformed"),
    LONE_SURROGATE("an escape in a string is half of a surrogate pair"),
    CONTROL_CHARACTER("a control character in a string is not escaped"),
    INVALID_UTF8("a string is not valid UTF-8"),
    DUPLICATE_NAME("an object has two members of the same name"),
    UNEXPECTED_END("the document ends too early"),
    TRAILING_BYTES("something follows the document"),
    TOO_LARGE("the document is too large"),
    TOO_DEEP("arrays and objects are nested too deeply"),
    TOO_MANY_VALUES("the document has too many values"),
    NUMBER_TOO_LONG("a number has too many digits");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Reason reason;
  private final int offset;

  JsonSyntaxException(Reason reason, int offset) {
    super(reason.sentence + ", at byte " + offset, null, false, false);
    this.reason = reason;
    this.offset = offset;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  /** Returns where, counted in bytes from 0. */
  public int offset() {
    return offset;
  }
}
