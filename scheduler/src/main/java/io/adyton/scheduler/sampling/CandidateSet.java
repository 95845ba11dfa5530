// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.sampling;

import io.adyton.scheduler.TokenScores;
import java.util.Arrays;

/**
 * The tokens of a row that are still in question, in the order of their ids.
 *
 * <p>Each is one number: its logit in the upper half, mapped so that integers compare as the floats
 * do, and its complemented id in the lower, so that of equal logits the lower id is the greater
 * number. Cuts are found by partitioning towards the cut alone (quickselect), so nothing is sorted.
 *
 * <p>Scratch space of one engine; confined to one thread.
 */
public final class CandidateSet {
  private final long[] candidates;
  private final long[] partitioned;
  private int size;

  /** Creates scratch space for a vocabulary of {@code vocabularySize} tokens. */
  public CandidateSet(int vocabularySize) {
    candidates = new long[vocabularySize];
    partitioned = new long[vocabularySize];
  }

  int size() {
    return size;
  }

  int token(int index) {
    return (int) (0xFFFFFFFFL - (candidates[index] & 0xFFFFFFFFL));
  }

  float logit(int index) {
    return logitOf(candidates[index]);
  }

  /** Takes every token of {@code row} whose logit is finite and at least {@code least}. */
  void collect(LogitRow row, float least) {
    float[] logits = row.logits();
    size = 0;
    for (int block = 0; block < row.blocks(); block++) {
      if (!(row.blockMax(block) >= least)) {
        continue;
      }
      int end = Math.min(logits.length, (block + 1) * LogitRow.BLOCK);
      for (int i = block * LogitRow.BLOCK; i < end; i++) {
        float logit = logits[i];
        if (logit >= least && logit > Float.NEGATIVE_INFINITY) {
          candidates[size++] = candidate(logit, i);
        }
      }
    }
  }

  /**
   * Takes the {@code count} likeliest tokens. The {@code count}-th largest block maximum bounds
   * them from below, since as many blocks hold a logit that large.
   */
  void collectLikeliest(LogitRow row, int count) {
    float least = Float.NEGATIVE_INFINITY;
    if (count <= row.blocks()) {
      for (int i = 0; i < row.blocks(); i++) {
        partitioned[i] = candidate(row.blockMax(i), i);
      }
      least = logitOf(cut(row.blocks(), count, Float.NaN));
    }
    collect(row, least);
    if (size > count) {
      System.arraycopy(candidates, 0, partitioned, 0, size);
      keepFrom(cut(size, count, Float.NaN));
    }
  }

  /**
   * Appends {@code count} entries to {@code target}: the tokens, the likeliest first, and {@link
   * TokenScores#NO_TOKEN} where there are no more.
   */
  void appendLikeliestFirst(int count, double logMass, TokenScores target) {
    Arrays.sort(candidates, 0, size);
    for (int i = size - 1; i >= size - count; i--) {
      if (i >= 0) {
        target.add(token(i), (float) (logit(i) - logMass));
      } else {
        target.add(TokenScores.NO_TOKEN, Float.NaN);
      }
    }
  }

  /** Keeps the smallest set of likeliest tokens whose summed weight reaches {@code mass}. */
  void keepMass(double mass, float largest) {
    if (size > 1) {
      System.arraycopy(candidates, 0, partitioned, 0, size);
      keepFrom(cut(size, mass, largest));
    }
  }

  /** Drops the tokens whose logit is below {@code least}. */
  void keepAtLeast(float least) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (logit(i) >= least) {
        candidates[kept++] = candidates[i];
      }
    }
    size = kept;
  }

  /** Returns the sum of exp((logit - largest) * scale). */
  double mass(float largest, float scale) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += LogitRow.exp((logit(i) - largest) * scale);
    }
    return total;
  }

  /** Returns the first token at which the summed weight exceeds {@code target}. */
  int atMass(double target, float largest, float scale) {
    double rest = target;
    for (int i = 0; i < size - 1; i++) {
      rest -= LogitRow.exp((logit(i) - largest) * scale);
      if (rest < 0) {
        return token(i);
      }
    }
    return token(size - 1);
  }

  private void keepFrom(long least) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (candidates[i] >= least) {
        candidates[kept++] = candidates[i];
      }
    }
    size = kept;
  }

  /**
   * Returns the smallest of the largest candidates in {@code partitioned} that together reach
   * {@code target}. Each weighs exp(logit - largest), or 1 where {@code largest} is NaN.
   */
  private long cut(int count, double target, float largest) {
    int from = 0;
    int to = count;
    double rest = target;
    while (to - from > 1) {
      int middle = partition(from, to);
      double upper = weight(from, middle, largest);
      if (upper >= rest) {
        to = middle;
      } else {
        rest -= upper;
        from = middle;
      }
    }
    return partitioned[from];
  }

  private double weight(int from, int to, float largest) {
    if (Float.isNaN(largest)) {
      return to - from;
    }
    double total = 0;
    for (int i = from; i < to; i++) {
      total += LogitRow.exp(logitOf(partitioned[i]) - largest);
    }
    return total;
  }

  /** Moves larger numbers to the front (Hoare); both parts are left with at least one. */
  private int partition(int from, int to) {
    long pivot = median(partitioned[from], partitioned[(from + to) >>> 1], partitioned[to - 1]);
    int i = from - 1;
    int j = to;
    while (true) {
      do {
        i++;
      } while (partitioned[i] > pivot);
      do {
        j--;
      } while (partitioned[j] < pivot);
      if (i >= j) {
        return Math.max(i, from + 1);
      }
      long moved = partitioned[i];
      partitioned[i] = partitioned[j];
      partitioned[j] = moved;
    }
  }

  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private static long candidate(float logit, int token) {
    int bits = Float.floatToRawIntBits(logit);
    int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ordered << 32) | (0xFFFFFFFFL - token);
  }

  private static float logitOf(long candidate) {
    int ordered = (int) (candidate >> 32);
    return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & Integer.MAX_VALUE));
  }
}
