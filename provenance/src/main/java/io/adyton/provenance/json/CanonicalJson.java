// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.json;

import io.adyton.attestation.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON value, written as RFC 8785 (JSON Canonicalization Scheme) says: one spelling for each.
 *
 * <p>Numbers are whole and of at most 2^53 - 1 either way, where every reader of JSON agrees on
 * them; other quantities are counted in smaller units or spelled as text. Text is any Unicode but
 * lone surrogates, and is never normalised. Immutable.
 */
public sealed interface CanonicalJson {
  /** The largest number, and the negative of the least. */
  long MOST = (1L << 53) - 1;

  /** A string without lone surrogates. */
  record Text(String value) implements CanonicalJson {
    /** Checks that the text has an encoding. */
    public Text {
      utf8(value);
    }
  }

  /** A whole number. */
  record Whole(long value) implements CanonicalJson {
    /** Checks the range. */
    public Whole {
      if (value < -MOST || value > MOST) {
        throw new IllegalArgumentException(
            "expected a number of at most 2^53 - 1 either way, got %d; spell it as text"
                .formatted(value));
      }
    }
  }

  /** True or false. */
  record Flag(boolean value) implements CanonicalJson {}

  /** Null. */
  record Nothing() implements CanonicalJson {}

  /** A list. */
  record Elements(List<CanonicalJson> values) implements CanonicalJson {
    /** Copies the list. */
    public Elements {
      values = List.copyOf(values);
    }
  }

  /** An object. Its members are written in the order of their names' UTF-16 code units. */
  final class Members implements CanonicalJson {
    private final SortedMap<String, CanonicalJson> values = new TreeMap<>();

    /** Returns an object with one member more. */
    public Members with(String name, CanonicalJson value) {
      utf8(name);
      Members more = new Members();
      more.values.putAll(values);
      if (more.values.put(name, value) != null) {
        throw new IllegalArgumentException("a member is there twice: " + name);
      }
      return more;
    }

    /** Returns an object with one member more. */
    public Members with(String name, String value) {
      return with(name, new Text(value));
    }

    /** Returns an object with one member more. */
    public Members with(String name, long value) {
      return with(name, new Whole(value));
    }

    /** Returns an object with one member more. */
    public Members with(String name, boolean value) {
      return with(name, new Flag(value));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Members that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
      return values.hashCode();
    }
  }

  /** Returns an object without members. */
  static Members object() {
    return new Members();
  }

  /** Returns the one spelling of this value in UTF-8. */
  default Bytes toBytes() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return Bytes.of(utf8(out.toString()));
  }

  private static void write(CanonicalJson json, StringBuilder out) {
    switch (json) {
      case Text text -> quote(text.value(), out);
      case Whole whole -> out.append(whole.value());
      case Flag flag -> out.append(flag.value());
      case Nothing _ -> out.append("null");
      case Elements elements -> {
        String separator = "[";
        for (CanonicalJson element : elements.values()) {
          write(element, out.append(separator));
          separator = ",";
        }
        out.append(elements.values().isEmpty() ? "[]" : "]");
      }
      case Members members -> {
        String separator = "{";
        for (Map.Entry<String, CanonicalJson> member : members.values.entrySet()) {
          quote(member.getKey(), out.append(separator));
          write(member.getValue(), out.append(':'));
          separator = ",";
        }
        out.append(members.values.isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("expected Unicode text, got a lone surrogate", e);
    }
  }
}
