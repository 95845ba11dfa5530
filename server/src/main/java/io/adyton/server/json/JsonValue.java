// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

import io.adyton.scheduler.text.Text;
import io.adyton.server.json.JsonTape.Kind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One value of a scanned document.
 *
 * <p>It refers to the document's text, which stays its owner's: once that is closed, no method may
 * be called any more. Not thread-safe.
 */
public final class JsonValue {
  /** What a value is. */
  public enum Type {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /** A member of an object. */
  public record Member(JsonValue name, JsonValue value) {}

  private final JsonTape tape;
  private final int node;

  private JsonValue(JsonTape tape, int node) {
    this.tape = tape;
    this.node = node;
  }

  /**
   * Reads a document.
   *
   * @throws JsonSyntaxException if it is no JSON or exceeds a limit
   */
  public static JsonValue parse(Text document, JsonLimits limits) throws JsonSyntaxException {
    return new JsonValue(JsonScanner.scan(document, limits), 0);
  }

  /** Returns what this value is. */
  public Type type() {
    return switch (tape.kind(node)) {
      case OBJECT -> Type.OBJECT;
      case ARRAY -> Type.ARRAY;
      case STRING, ESCAPED_STRING -> Type.STRING;
      case WHOLE_NUMBER, DECIMAL_NUMBER -> Type.NUMBER;
      case TRUE, FALSE -> Type.BOOLEAN;
      case NULL -> Type.NULL;
    };
  }

  /** Returns whether this is a value of {@code type}. */
  public boolean is(Type type) {
    return type() == type;
  }

  /** Returns the number of members or elements; 0 for anything but a container. */
  public int size() {
    return tape.count(node);
  }

  /** Returns the members of an object in their order; empty for anything else. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    if (is(Type.OBJECT)) {
      int name = node + 1;
      for (int i = 0; i < size(); i++) {
        members.add(new Member(new JsonValue(tape, name), new JsonValue(tape, name + 1)));
        name = tape.next(name + 1);
      }
    }
    return members;
  }

  /** Returns the elements of an array in their order; empty for anything else. */
  public List<JsonValue> elements() {
    List<JsonValue> elements = new ArrayList<>();
    if (is(Type.ARRAY)) {
      int element = node + 1;
      for (int i = 0; i < size(); i++) {
        elements.add(new JsonValue(tape, element));
        element = tape.next(element);
      }
    }
    return elements;
  }

  /** Returns what a boolean says. */
  public boolean isTrue() {
    return tape.kind(node) == Kind.TRUE;
  }

  /** Returns whether this is a number without fraction and exponent. */
  public boolean isWholeNumber() {
    return tape.kind(node) == Kind.WHOLE_NUMBER;
  }

  /** Returns a whole number, or empty where it does not fit 64 bits. */
  public Optional<Long> wholeNumber() {
    BigInteger number = new BigInteger(spelling());
    return number.bitLength() < Long.SIZE ? Optional.of(number.longValue()) : Optional.empty();
  }

  /** Returns a number as the nearest double, infinite where it is beyond all doubles. */
  public double number() {
    return Double.parseDouble(spelling());
  }

  /** Returns the bytes a string takes in the document, never less than it has. */
  public int stringBytes() {
    return tape.end(node) - tape.start(node);
  }

  /** Appends what a string says to {@code target}, which stays the caller's. */
  public void appendTo(Text target) {
    tape.unescape(node, target);
  }

  /** Returns a new text with what a string says; the caller's to close. */
  public Text text() {
    Text text = Text.withCapacity(stringBytes());
    appendTo(text);
    return text;
  }

  /**
   * Returns what a string says that is known not to be content: the name of a field or a model.
   * Empty where it is longer than {@code mostBytes}.
   */
  public Optional<String> publicString(int mostBytes) {
    try (Text text = text()) {
      if (text.length() > mostBytes) {
        return Optional.empty();
      }
      byte[] utf8 = new byte[text.length()];
      text.get(0, utf8, 0, utf8.length);
      return Optional.of(new String(utf8, StandardCharsets.UTF_8));
    }
  }

  private String spelling() {
    StringBuilder spelling = new StringBuilder();
    for (int at = tape.start(node); at < tape.end(node); at++) {
      spelling.append((char) tape.byteAt(at));
    }
    return spelling.toString();
  }

  /** Returns the type, never the content. */
  @Override
  public String toString() {
    return "[" + type() + "]";
  }
}
