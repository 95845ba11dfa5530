// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import java.time.Duration;

/**
 * What ends a level, whichever comes first. Requests under way at that moment are finished.
 *
 * @param requests requests that are measured, at most
 * @param duration how long new requests are sent, at most
 * @param requestTimeout how long one request may take before it counts as an error
 */
public record Bounds(int requests, Duration duration, Duration requestTimeout) {
  /** Checks that there are bounds at all. */
  public Bounds {
    if (requests < 1) {
      throw new IllegalArgumentException("requests must be at least 1: " + requests);
    }
    requirePositive("duration", duration);
    requirePositive("request timeout", requestTimeout);
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(name + " must be above 0, to one day: " + value);
    }
  }
}
