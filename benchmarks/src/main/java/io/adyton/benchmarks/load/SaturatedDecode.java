// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast text came while every client was receiving some: windows that begin when the last client
 * gets its first text and end when one client has all of its own. Prefill and ragged ends stay out.
 *
 * <p>A window's rate is the sum of its clients' rates, each taken between two chunks of that
 * client, so it does not matter where in a step the window begins.
 */
final class SaturatedDecode {
  private final int clients;
  private final List<RequestTrace> receiving = new ArrayList<>();
  private long windowStartNanos;
  private long lastTextNanos;
  private double weightedRate;
  private double seconds;

  SaturatedDecode(int clients) {
    this.clients = clients;
  }

  void text(RequestTrace trace, long nowNanos) {
    lastTextNanos = nowNanos;
    if (trace.chunks() == 1) {
      receiving.add(trace);
      if (receiving.size() == clients) {
        windowStartNanos = nowNanos;
        receiving.forEach(RequestTrace::clearWindow);
      }
    }
    if (receiving.size() == clients) {
      trace.textInWindow(nowNanos);
    }
  }

  void ended(RequestTrace trace) {
    if (receiving.size() == clients) {
      double span = (lastTextNanos - windowStartNanos) / 1e9;
      double rate = receiving.stream().mapToDouble(RequestTrace::windowChunksPerSecond).sum();
      weightedRate += rate * span;
      seconds += span;
    }
    receiving.remove(trace);
  }

  /** Returns for how long all clients were receiving text. */
  double seconds() {
    return seconds;
  }

  /** Returns chunks per second in that time, 0 where there was none. */
  double chunksPerSecond() {
    return seconds == 0 ? 0 : weightedRate / seconds;
  }
}
