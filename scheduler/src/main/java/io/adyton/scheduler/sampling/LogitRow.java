// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.sampling;

import java.util.Arrays;

/**
 * One row of logits, with the largest of each block of neighbours so that later scans can skip most
 * of it.
 *
 * <p>Filled by the engine, changed by bias and penalties, read by the selection. Reused from row to
 * row; confined to one thread.
 */
public final class LogitRow {
  static final int BLOCK = 64;
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693145752f;
  private static final float LN2_LOW = 1.42860677e-6f;
  private static final float ROUND = 12582912f;
  private static final float LEAST_EXPONENT = -87f;
  private static final int DISTANCES_PER_UNIT = 8;
  private static final int MOST_DISTANCES = 88 * DISTANCES_PER_UNIT;

  private final float[] logits;
  private float[] remembered = {};
  private final float[] blockMax;
  private final float[] blockMass;
  private final double[] massAtDistance = new double[MOST_DISTANCES];

  /** Creates a row for a vocabulary of {@code vocabularySize} tokens. */
  public LogitRow(int vocabularySize) {
    logits = new float[vocabularySize];
    blockMax = new float[(vocabularySize + BLOCK - 1) / BLOCK];
    blockMass = new float[blockMax.length];
  }

  /** Returns the logits themselves, for the engine to write to. */
  public float[] logits() {
    return logits;
  }

  /** Keeps a copy of the logits as they are now. */
  void remember() {
    if (remembered.length == 0) {
      remembered = new float[logits.length];
    }
    System.arraycopy(logits, 0, remembered, 0, logits.length);
  }

  /** Returns what the logit of {@code token} was when it was remembered. */
  float remembered(int token) {
    return remembered[token];
  }

  int size() {
    return logits.length;
  }

  int blocks() {
    return blockMax.length;
  }

  float blockMax(int block) {
    return blockMax[block];
  }

  /** Brings the block maxima up to date and returns the largest logit. NaN counts as nothing. */
  float scan() {
    float largest = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < blockMax.length; block++) {
      float max = maxOf(block * BLOCK, Math.min(logits.length, (block + 1) * BLOCK));
      blockMax[block] = max;
      largest = max > largest ? max : largest;
    }
    return largest;
  }

  /** Returns the lowest token whose logit is {@code largest}, as {@link #scan} found it, or -1. */
  int likeliest(float largest) {
    return largest == Float.NEGATIVE_INFINITY ? -1 : first(largest);
  }

  /** Returns the sum of exp((logit - largest) * scale) over all tokens, and remembers its parts. */
  double mass(float largest, float scale) {
    double total = 0;
    for (int block = 0; block < blockMax.length; block++) {
      float sum = 0;
      if ((blockMax[block] - largest) * scale >= LEAST_EXPONENT) {
        int end = Math.min(logits.length, (block + 1) * BLOCK);
        for (int i = block * BLOCK; i < end; i++) {
          sum += exp((logits[i] - largest) * scale);
        }
      }
      blockMass[block] = sum;
      total += sum;
    }
    return total;
  }

  /**
   * Returns the sum of exp(logit - largest) over all tokens, and remembers how much of it lies how
   * far below the largest logit.
   */
  double massByDistance(float largest) {
    Arrays.fill(massAtDistance, 0);
    for (float logit : logits) {
      float distance = largest - logit;
      int at = Math.min((int) (distance * DISTANCES_PER_UNIT), MOST_DISTANCES - 1);
      massAtDistance[at] += exp(-distance);
    }
    return Arrays.stream(massAtDistance).sum();
  }

  /**
   * Returns a logit such that the tokens at or above it hold at least {@code mass}, and hardly
   * more, by the distances that were just summed up. One distance more than needed makes up for
   * rounding.
   */
  float leastHolding(double mass, float largest) {
    double held = 0;
    int at = 0;
    while (at < MOST_DISTANCES && held < mass) {
      held += massAtDistance[at++];
    }
    return at >= MOST_DISTANCES - 1
        ? Float.NEGATIVE_INFINITY
        : largest - (at + 1f) / DISTANCES_PER_UNIT;
  }

  /** Returns the first token at which the mass that was just summed up exceeds {@code target}. */
  int atMass(double target, float largest, float scale) {
    double rest = target;
    int chosen = -1;
    for (int block = 0; block < blockMax.length; block++) {
      if (blockMass[block] > 0) {
        chosen = block;
        if (rest < blockMass[block]) {
          break;
        }
        rest -= blockMass[block];
      }
    }
    return within(chosen, rest, largest, scale);
  }

  /**
   * Returns e to the power of {@code x}, which is at most 0, within 3 units in the last place; 0
   * below -87.
   */
  static float exp(float x) {
    if (!(x >= LEAST_EXPONENT)) {
      return 0;
    }
    float shifted = x * LOG2_E + ROUND;
    float n = shifted - ROUND;
    float r = (x - n * LN2_HIGH) - n * LN2_LOW;
    float p = 1.9875691e-4f;
    p = p * r + 1.3981999e-3f;
    p = p * r + 8.3334519e-3f;
    p = p * r + 4.1665796e-2f;
    p = p * r + 1.6666665e-1f;
    p = p * r + 5.0000001e-1f;
    p = p * r * r + r + 1f;
    return Float.intBitsToFloat(Float.floatToRawIntBits(p) + ((int) n << 23));
  }

  /** Rounding may leave nothing after the last token with any weight; then that one is it. */
  private int within(int block, double target, float largest, float scale) {
    double rest = target;
    int chosen = -1;
    int end = Math.min(logits.length, (block + 1) * BLOCK);
    for (int i = block * BLOCK; i < end; i++) {
      float weight = exp((logits[i] - largest) * scale);
      if (weight > 0) {
        chosen = i;
        if (rest < weight) {
          break;
        }
        rest -= weight;
      }
    }
    return chosen;
  }

  private int first(float value) {
    for (int block = 0; block < blockMax.length; block++) {
      if (blockMax[block] == value) {
        int end = Math.min(logits.length, (block + 1) * BLOCK);
        for (int i = block * BLOCK; i < end; i++) {
          if (logits[i] == value) {
            return i;
          }
        }
      }
    }
    return -1;
  }

  /** Compiles to vector instructions, which cannot skip NaN: a block that holds one goes again. */
  private float maxOf(int from, int to) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = Math.max(max, logits[i]);
    }
    return Float.isNaN(max) ? maxOfNumbers(from, to) : max;
  }

  private float maxOfNumbers(int from, int to) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = logits[i] > max ? logits[i] : max;
    }
    return max;
  }
}
