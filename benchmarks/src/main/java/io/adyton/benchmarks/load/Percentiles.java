// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * A distribution of times in milliseconds, each value exact to three digits.
 *
 * @param count number of values
 * @param mean their mean
 * @param p50 half of them are at or below it
 * @param p95 95 of 100 are at or below it
 * @param p99 99 of 100 are at or below it
 * @param max the largest
 */
public record Percentiles(long count, double mean, double p50, double p95, double p99, double max) {

  /** Reads a histogram of microseconds. */
  static Percentiles ofMicros(Histogram micros) {
    return new Percentiles(
        micros.getTotalCount(),
        micros.getTotalCount() == 0 ? 0 : micros.getMean() / 1e3,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(95) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }
}
