// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.AdmissionException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides at the door whether a request may wait: never more than the queue holds, never more than
 * a tenant's share of it. Thread-safe; nothing blocks.
 */
final class AdmissionDesk {
  private static final long SHORTEST_RETRY_SECONDS = 1;
  private static final long LONGEST_RETRY_SECONDS = 60;
  private static final int SMOOTHING = 8;

  private final SchedulerSettings settings;
  private final int contextLength;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, Integer> waitingByTenant = new ConcurrentHashMap<>();
  private volatile boolean draining;
  private volatile long nanosPerAdmission;
  private long lastAdmissionNanos;
  private boolean hasAdmitted;

  AdmissionDesk(SchedulerSettings settings, int contextLength) {
    this.settings = settings;
    this.contextLength = contextLength;
  }

  int waiting() {
    return waiting.get();
  }

  boolean isDraining() {
    return draining;
  }

  void drain() {
    draining = true;
  }

  /** Counts a request in, or refuses it. */
  void enter(GenerationRequest request) throws AdmissionException {
    if (draining) {
      throw refusal(
          Reason.DRAINING, "the server takes no new requests because it is shutting down");
    }
    int prompt = request.promptTokens().length;
    if (prompt >= contextLength) {
      throw new AdmissionException(
          Reason.CONTEXT_EXCEEDED,
          "the prompt has "
              + prompt
              + " tokens, but the context holds "
              + contextLength
              + ", at least one of them for the completion; shorten the prompt",
          Duration.ZERO);
    }
    if (waiting.incrementAndGet() > settings.queueLimit()) {
      waiting.decrementAndGet();
      throw refusal(
          Reason.QUEUE_FULL,
          settings.queueLimit() + " requests are waiting already; try again later");
    }
    if (waitingByTenant.merge(request.tenant(), 1, Integer::sum) > settings.tenantQueueLimit()) {
      leave(request.tenant());
      throw refusal(
          Reason.QUEUE_FULL,
          settings.tenantQueueLimit()
              + " requests of this tenant are waiting already; try again later");
    }
  }

  /** Counts a request out: it runs, or has ended. */
  void leave(String tenant) {
    waiting.decrementAndGet();
    waitingByTenant.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
  }

  /** Counts a request in again that has lost its place in the batch. */
  void reenter(String tenant) {
    waiting.incrementAndGet();
    waitingByTenant.merge(tenant, 1, Integer::sum);
  }

  /** Notes that a waiting request got its place. Engine thread only. */
  void admitted(long nowNanos) {
    if (hasAdmitted) {
      long gap = nowNanos - lastAdmissionNanos;
      long mean = nanosPerAdmission;
      nanosPerAdmission = mean == 0 ? gap : mean + (gap - mean) / SMOOTHING;
    }
    hasAdmitted = true;
    lastAdmissionNanos = nowNanos;
  }

  /** Returns what {@code tenant} may let wait. */
  Allowance allowance(String tenant) {
    int limit = Math.min(settings.tenantQueueLimit(), settings.queueLimit());
    int own = limit - waitingByTenant.getOrDefault(tenant, 0);
    int all = settings.queueLimit() - waiting.get();
    return new Allowance(
        limit, Math.max(Math.min(own, all), 0), Duration.ofNanos(nanosUntilNoneWaits()));
  }

  private long nanosUntilNoneWaits() {
    return waiting.get() * nanosPerAdmission;
  }

  private AdmissionException refusal(Reason reason, String message) {
    long seconds = Math.ceilDiv(nanosUntilNoneWaits(), 1_000_000_000L);
    return new AdmissionException(
        reason,
        message,
        Duration.ofSeconds(Math.clamp(seconds, SHORTEST_RETRY_SECONDS, LONGEST_RETRY_SECONDS)));
  }
}
