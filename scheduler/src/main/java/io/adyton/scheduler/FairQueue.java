// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a place in the batch, and the order in which they get one.
 *
 * <p>First by priority, which rises with waiting; then the tenant that has had least of its share;
 * inside a tenant, first come, first served. Choosing looks at every waiting request: their number
 * is bounded by admission, and a choice is made once for each request and not for each step.
 *
 * <p>Confined to the engine thread.
 */
final class FairQueue {
  private static final long NOBODY_ACTIVE = Long.MAX_VALUE;

  private final long agingStepNanos;
  private final List<Generation> waiting = new ArrayList<>();
  private final Map<String, TenantShare> shares = new HashMap<>();
  private long arrivals;

  FairQueue(long agingStepNanos) {
    this.agingStepNanos = agingStepNanos;
  }

  int size() {
    return waiting.size();
  }

  /** Takes a new request. */
  void add(Generation generation) {
    TenantShare share = shares.computeIfAbsent(generation.request().tenant(), TenantShare::new);
    long least = leastActive();
    if (!share.isActive() && least != NOBODY_ACTIVE) {
      share.raiseTo(least);
    }
    share.enters();
    generation.arrives(arrivals++, share);
    waiting.add(generation);
  }

  /** Takes a request back that had left; it keeps its place. */
  void putBack(Generation generation) {
    waiting.add(generation);
  }

  /** Removes and returns the request whose turn it is. */
  @Nullable Generation next(long nowNanos) {
    Generation best = null;
    for (int i = 0; i < waiting.size(); i++) {
      Generation candidate = waiting.get(i);
      if (best == null || goesBefore(candidate, best, nowNanos)) {
        best = candidate;
      }
    }
    if (best != null) {
      waiting.remove(best);
    }
    return best;
  }

  /** Returns whether {@code one} has the better claim to the engine than {@code other}. */
  boolean goesBefore(Generation one, Generation other, long nowNanos) {
    long onePriority = one.priority(nowNanos, agingStepNanos);
    long otherPriority = other.priority(nowNanos, agingStepNanos);
    if (onePriority != otherPriority) {
      return onePriority > otherPriority;
    }
    if (one.share().served() != other.share().served()) {
      return one.share().served() < other.share().served();
    }
    return one.arrival() < other.arrival();
  }

  /** Removes the cancelled ones and hands each to {@code action}. */
  void removeCancelled(Consumer<Generation> action) {
    for (Iterator<Generation> all = waiting.iterator(); all.hasNext(); ) {
      Generation generation = all.next();
      if (generation.isCancelled()) {
        all.remove();
        action.accept(generation);
      }
    }
  }

  /** Forgets a request that has ended. A tenant's lead over the others is remembered. */
  void leave(Generation generation) {
    TenantShare share = generation.share();
    share.leaves();
    if (!share.isActive()) {
      long least = leastActive();
      shares.values().removeIf(idle -> !idle.isActive() && idle.served() <= least);
    }
  }

  private long leastActive() {
    long least = NOBODY_ACTIVE;
    for (TenantShare share : shares.values()) {
      if (share.isActive()) {
        least = Math.min(least, share.served());
      }
    }
    return least;
  }
}
