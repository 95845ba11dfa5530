// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.nio.ByteBuffer;

/** Checks text in place, without the copies a decoder would make. */
final class Utf8 {
  private Utf8() {}

  /**
   * Returns the first index between position and limit at which {@code text} is not well-formed
   * UTF-8 by RFC 3629, section 4, or the limit where all of it is.
   */
  static int firstMalformed(ByteBuffer text) {
    int at = text.position();
    while (at < text.limit()) {
      int length = characterLength(text, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** Returns the bytes of the character at {@code at}, 0 where there is none. */
  private static int characterLength(ByteBuffer text, int at) {
    int lead = text.get(at) & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
      return continues(text, at + 1, 1, 0x80, 0xBF) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      // Neither overlong forms nor surrogates.
      int least = lead == 0xE0 ? 0xA0 : 0x80;
      int most = lead == 0xED ? 0x9F : 0xBF;
      return continues(text, at + 1, 2, least, most) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      // Neither overlong forms nor anything beyond U+10FFFF.
      int least = lead == 0xF0 ? 0x90 : 0x80;
      int most = lead == 0xF4 ? 0x8F : 0xBF;
      return continues(text, at + 1, 3, least, most) ? 4 : 0;
    }
    return 0;
  }

  private static boolean continues(ByteBuffer text, int at, int count, int least, int most) {
    if (at + count > text.limit()) {
      return false;
    }
    int first = text.get(at) & 0xFF;
    boolean well = first >= least && first <= most;
    for (int i = 1; i < count; i++) {
      well &= (text.get(at + i) & 0xC0) == 0x80;
    }
    return well;
  }
}
