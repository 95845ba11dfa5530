// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

/**
 * How much of the machine one tenant has had: a virtual counter that grows the slower the larger
 * the tenant's weight (Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024).
 */
final class TenantShare {
  static final TenantShare NOBODY = new TenantShare("");

  private static final long UNIT = 1024;
  private static final int CACHED_PER_PROMPT = 10;
  private static final int COMPLETION_WEIGHT = 2;

  private final String tenant;
  private long served;
  private int active;

  TenantShare(String tenant) {
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  /** Returns the counter; who has the least goes first. */
  long served() {
    return served;
  }

  boolean isActive() {
    return active > 0;
  }

  void raiseTo(long least) {
    served = Math.max(served, least);
  }

  void enters() {
    active++;
  }

  void leaves() {
    active--;
  }

  void charge(int promptTokens, int cachedTokens, int completionTokens, int weight) {
    long cost =
        promptTokens * UNIT
            + cachedTokens * (UNIT / CACHED_PER_PROMPT)
            + completionTokens * (UNIT * COMPLETION_WEIGHT);
    served += cost / weight;
  }
}
