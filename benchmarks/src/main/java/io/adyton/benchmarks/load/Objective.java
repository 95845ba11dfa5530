// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

/**
 * What a user still takes for a good answer.
 *
 * @param ttftMillis most milliseconds to the first text
 * @param itlMillis most milliseconds between two pieces of text
 */
public record Objective(long ttftMillis, long itlMillis) {
  /** Two seconds to begin, then at least as fast as one reads. */
  public static final Objective DEFAULT = new Objective(2_000, 150);
}
