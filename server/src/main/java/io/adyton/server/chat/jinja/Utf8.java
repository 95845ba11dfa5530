// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.nio.ByteBuffer;

/**
 * Walks over UTF-8. Every byte that does not start a whole character counts as one of its own, so
 * that no input, however broken, leads past the end or stands still.
 */
final class Utf8 {
  private static final int REPLACEMENT = 0xFFFD;

  private Utf8() {}

  static int widthAt(ByteBuffer bytes, int position) {
    int lead = bytes.get(position);
    if (lead >= 0) {
      return 1;
    }
    int width = lead >= (byte) 0xF0 ? 4 : lead >= (byte) 0xE0 ? 3 : lead >= (byte) 0xC2 ? 2 : 1;
    if (lead > (byte) 0xF4 || position + width > bytes.capacity()) {
      return 1;
    }
    for (int i = 1; i < width; i++) {
      if (!continues(bytes.get(position + i))) {
        return 1;
      }
    }
    return width;
  }

  static int codePointAt(ByteBuffer bytes, int position) {
    int lead = bytes.get(position);
    if (lead >= 0) {
      return lead;
    }
    return switch (widthAt(bytes, position)) {
      case 2 -> (lead & 0x1F) << 6 | bits(bytes, position + 1);
      case 3 -> (lead & 0x0F) << 12 | bits(bytes, position + 1) << 6 | bits(bytes, position + 2);
      case 4 ->
          (lead & 0x07) << 18
              | bits(bytes, position + 1) << 12
              | bits(bytes, position + 2) << 6
              | bits(bytes, position + 3);
      default -> REPLACEMENT;
    };
  }

  /** Returns where the character that ends before {@code position} starts. */
  static int startBefore(ByteBuffer bytes, int position) {
    for (int width = 2; width <= 4 && width <= position; width++) {
      if (widthAt(bytes, position - width) == width) {
        return position - width;
      }
    }
    return position - 1;
  }

  private static boolean continues(byte value) {
    return (value & 0xC0) == 0x80;
  }

  private static int bits(ByteBuffer bytes, int position) {
    return bytes.get(position) & 0x3F;
  }
}
