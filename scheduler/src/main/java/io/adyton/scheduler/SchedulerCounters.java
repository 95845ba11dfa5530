// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Figures written by the engine thread alone and read by anyone. Writing allocates nothing, except
 * where the use of the places in the batch changes.
 */
final class SchedulerCounters {
  private static final int BUCKETS = 15;
  private static final List<Integer> UPPER_BOUNDS = powersOfTwo();

  private final AtomicLong promptTokens = new AtomicLong();
  private final AtomicLong generationTokens = new AtomicLong();
  private final AtomicLong preemptions = new AtomicLong();
  private final AtomicLong prefixQueries = new AtomicLong();
  private final AtomicLong prefixHits = new AtomicLong();
  private final AtomicLong running = new AtomicLong();
  private final AtomicLong kvTokens = new AtomicLong();
  private volatile SchedulerLoad.Slots slots = new SchedulerLoad.Slots(0, 0, 0, 0);
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLongArray stepSizes = new AtomicLongArray(BUCKETS);

  void prompt(int tokens) {
    add(promptTokens, tokens);
  }

  void generated(int tokens) {
    add(generationTokens, tokens);
  }

  void preempted() {
    add(preemptions, 1);
  }

  void looksUpPrefix(int queried, int reused) {
    add(prefixQueries, queried);
    add(prefixHits, reused);
  }

  void step(int rowCount) {
    add(steps, 1);
    add(rows, rowCount);
    int bucket = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(rowCount, 1) - 1);
    if (bucket < BUCKETS) {
      stepSizes.setRelease(bucket, stepSizes.getPlain(bucket) + 1);
    }
  }

  void holds(int runningRequests, long tokensInKv) {
    running.setRelease(runningRequests);
    kvTokens.setRelease(tokensInKv);
  }

  void uses(int places, int prefilling, int decoding, int joined) {
    SchedulerLoad.Slots last = slots;
    int idle = places - joined;
    int resting = joined - prefilling - decoding;
    if (last.idle() != idle || last.prefilling() != prefilling || last.decoding() != decoding) {
      slots = new SchedulerLoad.Slots(idle, prefilling, decoding, resting);
    }
  }

  SchedulerLoad load(int waiting, long kvCapacity, boolean draining) {
    List<Long> counts = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      counts.add(stepSizes.getAcquire(i));
    }
    return new SchedulerLoad(
        (int) running.getAcquire(),
        waiting,
        kvCapacity,
        (double) kvTokens.getAcquire() / kvCapacity,
        promptTokens.getAcquire(),
        generationTokens.getAcquire(),
        preemptions.getAcquire(),
        prefixQueries.getAcquire(),
        prefixHits.getAcquire(),
        slots,
        draining,
        new SchedulerLoad.StepSizes(UPPER_BOUNDS, counts, steps.getAcquire(), rows.getAcquire()));
  }

  private static void add(AtomicLong counter, long amount) {
    counter.setRelease(counter.getPlain() + amount);
  }

  private static List<Integer> powersOfTwo() {
    List<Integer> bounds = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      bounds.add(1 << i);
    }
    return List.copyOf(bounds);
  }
}
