// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

import io.adyton.scheduler.text.Text;
import java.nio.ByteBuffer;

/** Decodes the escapes of JSON strings. */
final class JsonEscape {
  private JsonEscape() {}

  /**
   * Appends the character that the escape at {@code at} stands for, which the scanner has checked.
   *
   * @return the offset after the escape
   */
  static int decode(ByteBuffer bytes, int at, Text target) {
    byte letter = bytes.get(at + 1);
    if (letter != 'u') {
      target.append(
          (byte)
              switch (letter) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> letter;
              });
      return at + 2;
    }
    char first = unit(bytes, at + 2);
    if (!Character.isHighSurrogate(first)) {
      appendUtf8(first, target);
      return at + 6;
    }
    appendUtf8(Character.toCodePoint(first, unit(bytes, at + 8)), target);
    return at + 12;
  }

  private static char unit(ByteBuffer bytes, int at) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 4 | Character.digit(bytes.get(at + i), 16);
    }
    return (char) value;
  }

  private static void appendUtf8(int character, Text target) {
    if (character < 0x80) {
      target.append((byte) character);
    } else if (character < 0x800) {
      target.append((byte) (0xc0 | character >> 6));
      appendTail(character, target);
    } else if (character < 0x10000) {
      target.append((byte) (0xe0 | character >> 12));
      appendTail(character >> 6, target);
      appendTail(character, target);
    } else {
      target.append((byte) (0xf0 | character >> 18));
      appendTail(character >> 12, target);
      appendTail(character >> 6, target);
      appendTail(character, target);
    }
  }

  private static void appendTail(int bits, Text target) {
    target.append((byte) (0x80 | bits & 0x3f));
  }
}
