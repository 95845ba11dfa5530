// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Percentage;

class PoissonProcessProperties {
  private static final int ARRIVALS = 20_000;

  @Property(tries = 50, seed = "20")
  void gapsAreExponential(
      @ForAll @DoubleRange(min = 0.1, max = 1000) double rate, @ForAll long seed) {
    double[] gaps = gaps(new PoissonProcess(rate, seed));
    double mean = Arrays.stream(gaps).average().orElseThrow();
    double variance = Arrays.stream(gaps).map(gap -> (gap - mean) * (gap - mean)).sum() / ARRIVALS;

    assertThat(mean).isCloseTo(1e9 / rate, Percentage.withPercentage(5));
    assertThat(Math.sqrt(variance)).isCloseTo(mean, Percentage.withPercentage(8));
    assertThat(kolmogorovSmirnov(gaps, 1e9 / rate)).isLessThan(1.95 / Math.sqrt(ARRIVALS));
  }

  @Property(tries = 20)
  void equalSeedsGiveEqualTimes(@ForAll long seed) {
    PoissonProcess one = new PoissonProcess(7, seed);
    PoissonProcess other = new PoissonProcess(7, seed);
    for (int i = 0; i < 100; i++) {
      assertThat(one.nextNanos()).isEqualTo(other.nextNanos());
    }
  }

  /** Returns the largest distance between the gaps' distribution and the exponential one. */
  private static double kolmogorovSmirnov(double[] gaps, double mean) {
    double[] sorted = gaps.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double expected = 1 - Math.exp(-sorted[i] / mean);
      largest = Math.max(largest, Math.abs(expected - (i + 0.5) / sorted.length));
    }
    return largest;
  }

  private static double[] gaps(PoissonProcess process) {
    double[] gaps = new double[ARRIVALS];
    long last = 0;
    for (int i = 0; i < ARRIVALS; i++) {
      long next = process.nextNanos();
      gaps[i] = next - last;
      last = next;
    }
    return gaps;
  }
}
