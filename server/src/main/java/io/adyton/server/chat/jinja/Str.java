// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A string: UTF-8 that someone else owns, and which of its bytes came from the request.
 *
 * <p>Immutable for as long as its memory lives: that of a literal forever, that of a request's text
 * or of a render's own strings until these are closed. Positions and lengths here are in bytes;
 * {@link #codePoints()} and its neighbours speak Python's language. Equality is that of the bytes.
 */
final class Str implements Value, Comparable<Str> {
  static final Str EMPTY = literal("");

  private final ByteBuffer bytes;
  private final ContentSpans content;
  private final boolean markup;

  private Str(ByteBuffer bytes, ContentSpans content, boolean markup) {
    this.bytes = bytes;
    this.content = content;
    this.markup = markup;
  }

  /** Returns a string of the template's or the engine's own words. */
  static Str literal(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    return new Str(bytes.asReadOnlyBuffer(), ContentSpans.NONE, false);
  }

  /** Returns a string over {@code bytes} from 0 to its capacity. */
  static Str of(ByteBuffer bytes, ContentSpans content) {
    return new Str(bytes, content, false);
  }

  /** Returns the same string, marked as HTML or not. */
  Str asMarkup(boolean isMarkup) {
    return isMarkup == markup ? this : new Str(bytes, content, isMarkup);
  }

  /** Returns whether it is HTML, so that joining it with another string escapes that one. */
  boolean isMarkup() {
    return markup;
  }

  ByteBuffer bytes() {
    return bytes;
  }

  ContentSpans content() {
    return content;
  }

  boolean holdsContent() {
    return content.count() > 0;
  }

  int length() {
    return bytes.capacity();
  }

  boolean isEmpty() {
    return length() == 0;
  }

  byte byteAt(int position) {
    return bytes.get(position);
  }

  int codePointAt(int position) {
    return Utf8.codePointAt(bytes, position);
  }

  /** Returns where the character after the one at {@code position} starts. */
  int next(int position) {
    return position + Utf8.widthAt(bytes, position);
  }

  /** Returns where the character before {@code position} starts. */
  int previous(int position) {
    return Utf8.startBefore(bytes, position);
  }

  /** Returns the number of characters. */
  int codePoints() {
    return codePointsBefore(length());
  }

  /** Returns the number of characters in front of {@code position}. */
  int codePointsBefore(int position) {
    int count = 0;
    for (int at = 0; at < position; at = next(at)) {
      count++;
    }
    return count;
  }

  /** Returns where character {@code index} starts, at most the length. */
  int positionOf(int index) {
    int at = 0;
    for (int i = 0; i < index && at < length(); i++) {
      at = next(at);
    }
    return at;
  }

  Str slice(int from, int to) {
    if (from == 0 && to == length()) {
      return this;
    }
    return new Str(bytes.slice(from, to - from), content.slice(from, to), markup);
  }

  boolean startsWith(Str prefix, int position) {
    int end = position + prefix.length();
    return end <= length() && regionEquals(position, prefix);
  }

  boolean endsWith(Str suffix) {
    int start = length() - suffix.length();
    return start >= 0 && regionEquals(start, suffix);
  }

  private boolean regionEquals(int position, Str other) {
    for (int i = 0; i < other.length(); i++) {
      if (bytes.get(position + i) != other.bytes.get(i)) {
        return false;
      }
    }
    return true;
  }

  boolean isText(String ascii) {
    if (length() != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes.get(i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the text as a Java string if all of it is the template's, else null: what came from the
   * request must not reach the heap.
   */
  @Nullable String ownWords() {
    if (holdsContent()) {
      return null;
    }
    byte[] copy = new byte[length()];
    bytes.get(0, copy);
    return new String(copy, StandardCharsets.UTF_8);
  }

  /** Compares by code point, which is the order of the bytes. */
  @Override
  public int compareTo(Str other) {
    int common = Math.min(length(), other.length());
    for (int i = 0; i < common; i++) {
      int order = Byte.compareUnsigned(bytes.get(i), other.bytes.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(length(), other.length());
  }

  @Override
  public String typeName() {
    return "str";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Str that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** Shows the size, never the text. */
  @Override
  public String toString() {
    return "[string of " + length() + " bytes]";
  }
}
