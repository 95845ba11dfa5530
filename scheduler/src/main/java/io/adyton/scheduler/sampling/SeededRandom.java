// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.sampling;

/**
 * A small generator of uniform numbers whose sequence depends on its seed alone.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA
 * 2014). Not for secrets.
 */
final class SeededRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  private long state;

  SeededRandom(long seed) {
    state = seed;
  }

  /** Returns a number from 0 to before 1. */
  double nextUniform() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * UNIT;
  }
}
