// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

import io.adyton.scheduler.text.Text;
import io.adyton.server.json.JsonSyntaxException.Reason;
import io.adyton.server.json.JsonTape.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads one document into a tape: a strict recursive descent, as deep as the limits allow. */
final class JsonScanner {
  private final ByteBuffer in;
  private final int end;
  private final JsonLimits limits;
  private final JsonTape tape;
  private int at;
  private int depth;

  private JsonScanner(Text text, JsonLimits limits) {
    this.in = text.view();
    this.end = in.limit();
    this.limits = limits;
    this.tape = new JsonTape(text, limits.nodes());
  }

  static JsonTape scan(Text text, JsonLimits limits) throws JsonSyntaxException {
    if (text.length() > limits.bytes()) {
      throw new JsonSyntaxException(Reason.TOO_LARGE, limits.bytes());
    }
    JsonScanner scanner = new JsonScanner(text, limits);
    scanner.skipSpace();
    scanner.value();
    scanner.skipSpace();
    if (scanner.at < scanner.end) {
      throw scanner.refuse(Reason.TRAILING_BYTES);
    }
    return scanner.tape;
  }

  private void value() throws JsonSyntaxException {
    switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", Kind.TRUE);
      case 'f' -> literal("false", Kind.FALSE);
      case 'n' -> literal("null", Kind.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw refuse(Reason.EXPECTED_VALUE);
    }
  }

  private void object() throws JsonSyntaxException {
    int node = open(Kind.OBJECT);
    int members = 0;
    skipSpace();
    if (peek() != '}') {
      do {
        skipSpace();
        if (peek() != '"') {
          throw refuse(Reason.EXPECTED_NAME);
        }
        string();
        skipSpace();
        if (peek() != ':') {
          throw refuse(Reason.EXPECTED_COLON);
        }
        at++;
        skipSpace();
        value();
        members++;
        skipSpace();
      } while (takeComma());
    }
    if (peek() != '}') {
      throw refuse(Reason.EXPECTED_COMMA_OR_END);
    }
    close(node, members);
    refuseDuplicateNames(node);
  }

  private void array() throws JsonSyntaxException {
    int node = open(Kind.ARRAY);
    int elements = 0;
    skipSpace();
    if (peek() != ']') {
      do {
        skipSpace();
        value();
        elements++;
        skipSpace();
      } while (takeComma());
    }
    if (peek() != ']') {
      throw refuse(Reason.EXPECTED_COMMA_OR_END);
    }
    close(node, elements);
  }

  private boolean takeComma() throws JsonSyntaxException {
    if (peek() != ',') {
      return false;
    }
    at++;
    return true;
  }

  private int open(Kind kind) throws JsonSyntaxException {
    if (++depth > limits.depth()) {
      throw refuse(Reason.TOO_DEEP);
    }
    int node = add(kind, at);
    at++;
    return node;
  }

  private void close(int node, int children) {
    at++;
    depth--;
    tape.close(node, at, children);
  }

  private void string() throws JsonSyntaxException {
    int start = ++at;
    boolean escaped = false;
    while (true) {
      int unit = peek() & 0xff;
      if (unit == '"') {
        break;
      } else if (unit == '\\') {
        escaped = true;
        escape();
      } else if (unit < 0x20) {
        throw refuse(Reason.CONTROL_CHARACTER);
      } else if (unit < 0x80) {
        at++;
      } else {
        multibyte(unit);
      }
    }
    tape.close(add(escaped ? Kind.ESCAPED_STRING : Kind.STRING, start), at, 0);
    at++;
  }

  private void escape() throws JsonSyntaxException {
    at++;
    switch (peek()) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
      case 'u' -> unicodeEscape();
      default -> throw refuse(Reason.MALFORMED_ESCAPE);
    }
  }

  private void unicodeEscape() throws JsonSyntaxException {
    int first = hexDigits();
    if (Character.isLowSurrogate((char) first)) {
      throw refuse(Reason.LONE_SURROGATE);
    }
    if (Character.isHighSurrogate((char) first)) {
      boolean pair = end - at >= 2 && in.get(at) == '\\' && in.get(at + 1) == 'u';
      if (!pair) {
        throw refuse(Reason.LONE_SURROGATE);
      }
      at++;
      if (!Character.isLowSurrogate((char) hexDigits())) {
        throw refuse(Reason.LONE_SURROGATE);
      }
    }
  }

  /** Reads the four digits after the {@code u} at the cursor. */
  private int hexDigits() throws JsonSyntaxException {
    at++;
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw refuse(Reason.MALFORMED_ESCAPE);
      }
      value = value << 4 | digit;
      at++;
    }
    return value;
  }

  /** Steps over one character of two to four bytes: well-formed as in table 3-7 of Unicode. */
  private void multibyte(int lead) throws JsonSyntaxException {
    int more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (lead < 0xc2 || lead > 0xf4) {
      throw refuse(Reason.INVALID_UTF8);
    }
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    at++;
    for (int i = 0; i < more; i++) {
      int unit = peek() & 0xff;
      if (unit < least || unit > most) {
        throw refuse(Reason.INVALID_UTF8);
      }
      least = 0x80;
      most = 0xbf;
      at++;
    }
  }

  private void number() throws JsonSyntaxException {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peekDigit() == '0') {
      at++;
    } else {
      digits();
    }
    boolean whole = true;
    if (at < end && in.get(at) == '.') {
      whole = false;
      at++;
      digits();
    }
    if (at < end && (in.get(at) | 0x20) == 'e') {
      whole = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    if (at - start > limits.numberLength()) {
      throw refuse(Reason.NUMBER_TOO_LONG);
    }
    tape.close(add(whole ? Kind.WHOLE_NUMBER : Kind.DECIMAL_NUMBER, start), at, 0);
  }

  private void digits() throws JsonSyntaxException {
    peekDigit();
    while (at < end && isDigit(in.get(at))) {
      at++;
    }
  }

  private byte peekDigit() throws JsonSyntaxException {
    byte digit = peek();
    if (!isDigit(digit)) {
      throw refuse(Reason.MALFORMED_NUMBER);
    }
    return digit;
  }

  private static boolean isDigit(byte unit) {
    return unit >= '0' && unit <= '9';
  }

  private void literal(String spelling, Kind kind) throws JsonSyntaxException {
    int start = at;
    for (int i = 0; i < spelling.length(); i++) {
      if (peek() != spelling.charAt(i)) {
        throw refuse(Reason.EXPECTED_VALUE);
      }
      at++;
    }
    tape.close(add(kind, start), at, 0);
  }

  private int add(Kind kind, int start) throws JsonSyntaxException {
    int node = tape.add(kind, start);
    if (node < 0) {
      throw refuse(Reason.TOO_MANY_VALUES);
    }
    return node;
  }

  /** Sorts the names, so that an object of many members costs no quadratic time. */
  private void refuseDuplicateNames(int object) throws JsonSyntaxException {
    if (tape.count(object) < 2) {
      return;
    }
    Integer[] names = new Integer[tape.count(object)];
    int name = object + 1;
    for (int i = 0; i < names.length; i++) {
      names[i] = name;
      name = tape.next(name + 1);
    }
    Arrays.sort(names, tape::compareStrings);
    for (int i = 1; i < names.length; i++) {
      if (tape.compareStrings(names[i - 1], names[i]) == 0) {
        int second = Math.max(names[i - 1], names[i]);
        throw new JsonSyntaxException(Reason.DUPLICATE_NAME, tape.start(second));
      }
    }
  }

  private void skipSpace() {
    while (at < end) {
      byte unit = in.get(at);
      if (unit != ' ' && unit != '\n' && unit != '\r' && unit != '\t') {
        return;
      }
      at++;
    }
  }

  private byte peek() throws JsonSyntaxException {
    if (at >= end) {
      throw refuse(Reason.UNEXPECTED_END);
    }
    return in.get(at);
  }

  private JsonSyntaxException refuse(Reason reason) {
    return new JsonSyntaxException(reason, at);
  }
}
