// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import io.adyton.e2e.http.RawHttp;
import java.io.IOException;
import java.time.Duration;

/** What a running server says of itself on {@code /metrics}. */
record ServerMetrics(AdytonProcess adyton) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Returns the whole page. */
  String page() throws IOException {
    try (RawHttp connection = adyton.connect()) {
      return connection.get("/metrics").text();
    }
  }

  /** Returns the sum of a family over its labels, 0 where it is absent. */
  double value(String family) throws IOException {
    return page()
        .lines()
        .filter(line -> line.startsWith(family + "{") || line.startsWith(family + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Asks again and again until a gauge is zero. */
  void awaitZero(String family) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (value(family) != 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(family + " did not become 0 within " + LIMIT);
      }
    }
  }
}
