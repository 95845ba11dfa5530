// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

/** The moments of one request, in nanoseconds of the loop's clock. */
final class RequestTrace {
  private final long startNanos;
  private long firstTextNanos;
  private long lastTextNanos;
  private long longestGapNanos;
  private int chunks;

  private long windowFirstNanos;
  private long windowLastNanos;
  private int windowChunks;

  RequestTrace(long startNanos) {
    this.startNanos = startNanos;
  }

  /** Notes a chunk with text; returns the gap before it, or -1 if it is the first. */
  long text(long nowNanos) {
    chunks++;
    if (chunks == 1) {
      firstTextNanos = nowNanos;
      lastTextNanos = nowNanos;
      return -1;
    }
    long gap = nowNanos - lastTextNanos;
    longestGapNanos = Math.max(longestGapNanos, gap);
    lastTextNanos = nowNanos;
    return gap;
  }

  long startNanos() {
    return startNanos;
  }

  int chunks() {
    return chunks;
  }

  long ttftNanos() {
    return firstTextNanos - startNanos;
  }

  long e2eNanos() {
    return lastTextNanos - startNanos;
  }

  long longestGapNanos() {
    return longestGapNanos;
  }

  /** Returns the mean gap between chunks, 0 where there were fewer than two. */
  double meanGapNanos() {
    return chunks < 2 ? 0 : (double) (lastTextNanos - firstTextNanos) / (chunks - 1);
  }

  /** Returns (E2E - TTFT) / (n - 1), 0 where n is less than two. */
  double tpotNanos(int completionTokens) {
    return completionTokens < 2
        ? 0
        : (double) (lastTextNanos - firstTextNanos) / (completionTokens - 1);
  }

  void clearWindow() {
    windowChunks = 0;
  }

  void textInWindow(long nowNanos) {
    if (windowChunks == 0) {
      windowFirstNanos = nowNanos;
    }
    windowLastNanos = nowNanos;
    windowChunks++;
  }

  /** Returns chunks per second between the first and the last chunk of the window. */
  double windowChunksPerSecond() {
    return windowChunks < 2
        ? 0
        : (windowChunks - 1) * 1e9 / Math.max(1, windowLastNanos - windowFirstNanos);
  }
}
