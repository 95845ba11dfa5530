// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

/** When requests are sent. */
public sealed interface Arrivals {

  /** Returns the most requests that can be under way at once. */
  int mostInFlight();

  /** Each of {@code clients} sends its next request when its last one ended. */
  record Closed(int clients) implements Arrivals {
    /** Checks the range. */
    public Closed {
      if (clients < 1 || clients > 4096) {
        throw new IllegalArgumentException("clients must be 1 to 4096: " + clients);
      }
    }

    @Override
    public int mostInFlight() {
      return clients;
    }
  }

  /**
   * Requests arrive as a Poisson process, whatever became of the earlier ones.
   *
   * @param requestsPerSecond mean rate
   * @param mostInFlight arrivals beyond this many under way are counted as dropped, not sent
   */
  record Poisson(double requestsPerSecond, int mostInFlight) implements Arrivals {
    /** Checks the ranges. */
    public Poisson {
      if (!(requestsPerSecond > 0 && requestsPerSecond <= 100_000)) {
        throw new IllegalArgumentException("rate must be above 0, to 100000: " + requestsPerSecond);
      }
      if (mostInFlight < 1 || mostInFlight > 4096) {
        throw new IllegalArgumentException("in flight must be 1 to 4096: " + mostInFlight);
      }
    }
  }
}
