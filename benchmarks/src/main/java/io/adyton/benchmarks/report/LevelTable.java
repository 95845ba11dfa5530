// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import io.adyton.benchmarks.load.LevelResult;
import java.util.Locale;

/** One line per level, for a terminal. Times in milliseconds. */
public final class LevelTable {
  private static final String HEAD =
      " clients    req/s    tok/s   decode    TTFT p50      p95      p99 "
          + "    ITL p50      p95      p99    TPOT p50  goodput  errors";

  private LevelTable() {}

  /** Returns the line above the columns. */
  public static String head() {
    return HEAD;
  }

  /** Returns the line of one level. */
  public static String line(LevelResult level) {
    String load =
        level.mode().equals("open")
            ? String.format(Locale.ROOT, "%.2f/s", level.arrivalsPerSecond())
            : Integer.toString(level.clients());
    Double saturated = level.saturatedTokensPerSecond();
    return String.format(
        Locale.ROOT,
        "%8s %8.2f %8.1f %8s %11.1f %8.1f %8.1f %11.2f %8.2f %8.2f %11.2f %8.2f %7d",
        load,
        level.requestsPerSecond(),
        level.outputTokensPerSecond(),
        saturated == null ? "-" : String.format(Locale.ROOT, "%.1f", saturated),
        level.ttft().p50(),
        level.ttft().p95(),
        level.ttft().p99(),
        level.itl().p50(),
        level.itl().p95(),
        level.itl().p99(),
        level.tpot().p50(),
        level.goodput(),
        level.errorCount() + level.dropped());
  }
}
