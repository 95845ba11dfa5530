// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a {@link SimulatedEngine} computes in place of a neural network. Equal arguments must give
 * equal logits.
 */
@FunctionalInterface
public interface SimulatedModel {
  /**
   * Writes the logits of the next token.
   *
   * @param tokens what the sequence holds, in its first {@code length} entries; not to be kept
   * @param sampled how many tokens this row's sampler has chosen so far
   * @param logits one entry for each token of the vocabulary, to be overwritten
   */
  void logits(int[] tokens, int length, int sampled, float[] logits);

  /** Returns a model whose logits are a hash of everything before; it ends now and then. */
  static SimulatedModel hashing(long seed) {
    return (tokens, length, sampled, logits) -> {
      long hash = seed;
      for (int i = 0; i < length; i++) {
        hash = (hash ^ tokens[i]) * 0x100000001B3L;
        hash ^= hash >>> 29;
      }
      for (int i = 0; i < logits.length; i++) {
        long z = (hash + i) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        logits[i] = (z >>> 40) * 0x1p-22f;
      }
    };
  }

  /** Returns a model that says {@code answer}, public text, to everyone and then ends. */
  static SimulatedModel saying(String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    return (tokens, length, sampled, logits) -> {
      Arrays.fill(logits, 0);
      logits[sampled < bytes.length ? bytes[sampled] & 0xFF : SimulatedTokenizer.END_OF_TEXT] = 20;
    };
  }
}
