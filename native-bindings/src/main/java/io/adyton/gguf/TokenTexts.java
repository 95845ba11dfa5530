// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Token texts as libllama sees them: cut at the first zero byte, and an empty one stands for {@code
 * [EMPTY_i]}.
 */
final class TokenTexts {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /** Two tokens with one text. */
  record Repeated(int first, int second) {}

  private record Slice(byte[] bytes, int start, int end) {
    long hash(long seed) {
      long hash = seed;
      for (int i = start; i < end; i++) {
        hash = (hash ^ bytes[i]) * MULTIPLIER;
        hash ^= hash >>> 29;
      }
      return hash * MULTIPLIER;
    }

    boolean sameText(Slice other) {
      return Arrays.equals(bytes, start, end, other.bytes, other.start, other.end);
    }
  }

  private final TextArray tokens;

  /** Unknown to whoever wrote the file, so that they cannot choose texts that collide. */
  private final long seed = ThreadLocalRandom.current().nextLong();

  TokenTexts(TextArray tokens) {
    this.tokens = tokens;
  }

  /** Two tokens with the same text, or null if there are none. */
  @Nullable Repeated repeated() {
    int slots = Integer.highestOneBit(tokens.size()) * 4;
    int[] table = new int[slots];
    for (int i = 0; i < tokens.size(); i++) {
      Slice text = text(i);
      int slot = (int) (text.hash(seed) >>> 33) & (slots - 1);
      while (table[slot] != 0) {
        int other = table[slot] - 1;
        if (text.sameText(text(other))) {
          return new Repeated(other, i);
        }
        slot = (slot + 1) & (slots - 1);
      }
      table[slot] = i + 1;
    }
    return null;
  }

  /** The byte a text of the form {@code <0xHH>} stands for, or -1. */
  static int byteOf(TextArray tokens, int index) {
    int start = tokens.start(index);
    byte[] bytes = tokens.bytes();
    if (tokens.end(index) - start != 6
        || bytes[start] != '<'
        || bytes[start + 1] != '0'
        || bytes[start + 2] != 'x'
        || bytes[start + 5] != '>') {
      return -1;
    }
    int high = upperHex(bytes[start + 3]);
    int low = upperHex(bytes[start + 4]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int upperHex(byte b) {
    return b >= 'a' ? -1 : Character.digit(b, 16);
  }

  private Slice text(int index) {
    byte[] bytes = tokens.bytes();
    int start = tokens.start(index);
    int end = start;
    while (end < tokens.end(index) && bytes[end] != 0) {
      end++;
    }
    if (end > start) {
      return new Slice(bytes, start, end);
    }
    byte[] name = ("[EMPTY_" + index + "]").getBytes(StandardCharsets.US_ASCII);
    return new Slice(name, 0, name.length);
  }
}
