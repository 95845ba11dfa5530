// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.sampling;

import java.util.Arrays;

/** How often each token occurred in a prompt and its completion: a small open hash table. */
final class TokenCounts {
  private static final int EMPTY = -1;
  private static final int HASH_MULTIPLIER = 0x9E3779B9;

  private int[] tokens = emptySlots(64);
  private int[] completions = new int[64];
  private int size;

  /** Notes a token as seen without counting it. */
  void see(int token) {
    slot(token);
  }

  /** Counts a token of the completion. */
  void count(int token) {
    int slot = slot(token);
    completions[slot]++;
  }

  /** Returns the number of slots; those whose token is negative are empty. */
  int slots() {
    return tokens.length;
  }

  int tokenAt(int slot) {
    return tokens[slot];
  }

  int completionsAt(int slot) {
    return completions[slot];
  }

  void clear() {
    Arrays.fill(tokens, EMPTY);
    Arrays.fill(completions, 0);
    size = 0;
  }

  private int slot(int token) {
    int slot = find(token);
    if (tokens[slot] == EMPTY) {
      if (++size * 2 > tokens.length) {
        grow();
        slot = find(token);
      }
      tokens[slot] = token;
    }
    return slot;
  }

  private int find(int token) {
    int mask = tokens.length - 1;
    int slot = (token * HASH_MULTIPLIER) >>> 16 & mask;
    while (tokens[slot] != EMPTY && tokens[slot] != token) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldTokens = tokens;
    int[] oldCompletions = completions;
    tokens = emptySlots(oldTokens.length * 2);
    completions = new int[tokens.length];
    for (int i = 0; i < oldTokens.length; i++) {
      if (oldTokens[i] != EMPTY) {
        int slot = find(oldTokens[i]);
        tokens[slot] = oldTokens[i];
        completions[slot] = oldCompletions[i];
      }
    }
    Arrays.fill(oldTokens, EMPTY);
  }

  private static int[] emptySlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, EMPTY);
    return slots;
  }
}
