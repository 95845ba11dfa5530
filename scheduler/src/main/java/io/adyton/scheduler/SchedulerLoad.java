// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.util.List;

/**
 * A scheduler at one moment. The numbers are read one after another while the engine runs on, so
 * they may lie a step apart.
 *
 * @param running requests in the batch, those waiting for their reader included
 * @param waiting requests admitted and not yet in the batch
 * @param kvTokens tokens that the KV cache can hold; it never changes
 * @param kvUsage share of the KV cache in use, retained prefixes included, 0 to 1
 * @param promptTokens prompt tokens accounted since the start, reused ones included
 * @param generationTokens completion tokens accounted since the start
 * @param preemptions running requests sent back to the queue since the start
 * @param prefixCacheQueries prompt tokens that were looked up for reuse since the start
 * @param prefixCacheHits of those, tokens that were reused
 * @param slots what the places in the batch are used for
 * @param draining whether no new requests are taken
 * @param stepSizes how many rows the steps had
 */
public record SchedulerLoad(
    int running,
    int waiting,
    long kvTokens,
    double kvUsage,
    long promptTokens,
    long generationTokens,
    long preemptions,
    long prefixCacheQueries,
    long prefixCacheHits,
    Slots slots,
    boolean draining,
    StepSizes stepSizes) {

  /**
   * The places in the batch as the latest step found them, each counted once.
   *
   * @param idle nobody has it
   * @param prefilling its prompt is being computed
   * @param decoding it gets one token after the other
   * @param resting it waits for its reader, or the gate told it to pause
   */
  public record Slots(int idle, int prefilling, int decoding, int resting) {}

  /**
   * A histogram of rows per step.
   *
   * @param upperBounds the largest number of rows of each bucket, ascending; larger steps are
   *     counted in {@code steps} alone
   * @param counts steps in each bucket, not cumulative
   * @param steps all steps
   * @param rows rows of all steps
   */
  public record StepSizes(List<Integer> upperBounds, List<Long> counts, long steps, long rows) {
    /** Copies the lists. */
    public StepSizes {
      upperBounds = List.copyOf(upperBounds);
      counts = List.copyOf(counts);
    }
  }
}
