// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * The middle of many repetitions, by the nearest rank.
 *
 * @param lower a quarter of the values lie at or below it
 * @param median half of them do
 * @param upper three quarters do
 */
public record Quartiles(double lower, double median, double upper) {
  /** Summarises at least one value. */
  static Quartiles of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("expected at least one value");
    }
    List<Double> sorted = values.stream().sorted().toList();
    return new Quartiles(rank(sorted, 0.25), rank(sorted, 0.5), rank(sorted, 0.75));
  }

  private static double rank(List<Double> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%8.3f (%.3f–%.3f)", median, lower, upper);
  }
}
