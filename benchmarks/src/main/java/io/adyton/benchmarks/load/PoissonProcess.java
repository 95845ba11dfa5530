// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import java.util.SplittableRandom;

/** Random arrival times: independent, exponentially distributed gaps. Equal seeds, equal times. */
final class PoissonProcess {
  private final SplittableRandom random;
  private final double meanGapNanos;
  private double elapsedNanos;

  PoissonProcess(double arrivalsPerSecond, long seed) {
    this.random = new SplittableRandom(seed);
    this.meanGapNanos = 1e9 / arrivalsPerSecond;
  }

  /** Returns the next arrival, in nanoseconds since the start of the process. */
  long nextNanos() {
    elapsedNanos -= Math.log1p(-random.nextDouble()) * meanGapNanos;
    return (long) elapsedNanos;
  }
}
