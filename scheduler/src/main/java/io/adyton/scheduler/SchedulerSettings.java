// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.time.Duration;

/**
 * What an operator may choose about scheduling.
 *
 * @param runningLimit requests in the batch at once; the engine's number of sequences caps it
 * @param queueLimit requests that may wait; more are refused
 * @param tenantQueueLimit of those, requests of one tenant
 * @param prefillRows rows of a prompt computed between two decode steps; more fills prompts faster
 *     and makes running streams stutter longer
 * @param shortestReuse prefixes shorter than this many tokens are computed again rather than copied
 * @param slowReaderLimit how long a request may wait for its reader before it is ended
 * @param agingStep after each such time a waiting request counts as one priority higher
 */
public record SchedulerSettings(
    int runningLimit,
    int queueLimit,
    int tenantQueueLimit,
    int prefillRows,
    int shortestReuse,
    Duration slowReaderLimit,
    Duration agingStep) {

  /** Fits a small machine with a handful of tenants. */
  public static final SchedulerSettings DEFAULT =
      new SchedulerSettings(
          Integer.MAX_VALUE, 512, 256, 128, 16, Duration.ofSeconds(120), Duration.ofSeconds(5));

  /** Checks every range. */
  public SchedulerSettings {
    requirePositive("runningLimit", runningLimit);
    requirePositive("queueLimit", queueLimit);
    requirePositive("tenantQueueLimit", tenantQueueLimit);
    requirePositive("prefillRows", prefillRows);
    requirePositive("shortestReuse", shortestReuse);
    requirePositive("slowReaderLimit", slowReaderLimit.toNanos());
    requirePositive("agingStep", agingStep.toNanos());
  }

  /** Returns these settings with other bounds on waiting requests. */
  public SchedulerSettings withQueueLimits(int total, int perTenant) {
    return new SchedulerSettings(
        runningLimit, total, perTenant, prefillRows, shortestReuse, slowReaderLimit, agingStep);
  }

  /** Returns these settings with another bound on requests in the batch. */
  public SchedulerSettings withRunningLimit(int limit) {
    return new SchedulerSettings(
        limit,
        queueLimit,
        tenantQueueLimit,
        prefillRows,
        shortestReuse,
        slowReaderLimit,
        agingStep);
  }

  /** Returns these settings with another number of prompt rows between two decode steps. */
  public SchedulerSettings withPrefillRows(int rows) {
    return new SchedulerSettings(
        runningLimit,
        queueLimit,
        tenantQueueLimit,
        rows,
        shortestReuse,
        slowReaderLimit,
        agingStep);
  }

  /** Returns these settings with another patience with slow readers. */
  public SchedulerSettings withSlowReaderLimit(Duration limit) {
    return new SchedulerSettings(
        runningLimit, queueLimit, tenantQueueLimit, prefillRows, shortestReuse, limit, agingStep);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, but is " + value);
    }
  }
}
