// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Adds up what the requests of one level report. */
final class LevelRecorder {
  private static final long LONGEST_MICROS = 24L * 3600 * 1_000_000;

  private final Arrivals arrivals;
  private final Objective objective;
  private final SaturatedDecode saturated;
  private final Histogram ttft = newHistogram();
  private final Histogram itl = newHistogram();
  private final Histogram tpot = newHistogram();
  private final Histogram e2e = newHistogram();
  private final Map<String, Integer> errors = new TreeMap<>();
  private int completed;
  private int good;
  private int strictlyGood;
  private int dropped;
  private long promptTokens;
  private long cachedTokens;
  private long completionTokens;
  private long completedChunks;
  private long fullLoadChunks;
  private boolean isFullLoad = true;

  LevelRecorder(Arrivals arrivals, Objective objective) {
    this.arrivals = arrivals;
    this.objective = objective;
    this.saturated =
        switch (arrivals) {
          case Arrivals.Closed closed -> new SaturatedDecode(closed.clients());
          case Arrivals.Poisson open -> new SaturatedDecode(Integer.MAX_VALUE);
        };
  }

  void text(RequestTrace trace, long nowNanos) {
    long gap = trace.text(nowNanos);
    if (gap >= 0) {
      record(itl, gap);
    }
    saturated.text(trace, nowNanos);
    if (isFullLoad) {
      fullLoadChunks++;
    }
  }

  void ended(RequestTrace trace, Outcome outcome) {
    saturated.ended(trace);
    switch (outcome) {
      case Outcome.Completed(ChatChunk.Usage usage) -> completed(trace, usage);
      case Outcome.Errored(String kind) -> errors.merge(kind, 1, Integer::sum);
    }
  }

  void dropped() {
    dropped++;
  }

  /** Says that from now on fewer requests are under way than the level asks for. */
  void loadFalls() {
    isFullLoad = false;
  }

  LevelResult result(long wallNanos, long fullLoadNanos, long clientCpuNanos) {
    double wallSeconds = Math.max(wallNanos, 1) / 1e9;
    double tokensPerChunk = completedChunks == 0 ? 0 : (double) completionTokens / completedChunks;
    return new LevelResult(
        switch (arrivals) {
          case Arrivals.Closed closed -> "closed";
          case Arrivals.Poisson open -> "open";
        },
        arrivals.mostInFlight(),
        switch (arrivals) {
          case Arrivals.Closed closed -> 0;
          case Arrivals.Poisson open -> open.requestsPerSecond();
        },
        completed,
        Map.copyOf(errors),
        dropped,
        wallSeconds,
        completed / wallSeconds,
        good / wallSeconds,
        strictlyGood / wallSeconds,
        promptTokens,
        cachedTokens,
        completionTokens,
        completionTokens / wallSeconds,
        (promptTokens + completionTokens) / wallSeconds,
        fullLoadChunks * 1e9 / Math.max(fullLoadNanos, 1),
        tokensPerChunk,
        saturated.seconds(),
        saturated.seconds() == 0 ? null : saturated.chunksPerSecond() * tokensPerChunk,
        Percentiles.ofMicros(ttft),
        Percentiles.ofMicros(itl),
        Percentiles.ofMicros(tpot),
        Percentiles.ofMicros(e2e),
        clientCpuNanos / 1e9);
  }

  private void completed(RequestTrace trace, ChatChunk.Usage usage) {
    completed++;
    promptTokens += usage.promptTokens();
    cachedTokens += usage.cachedTokens();
    completionTokens += usage.completionTokens();
    completedChunks += trace.chunks();
    if (trace.chunks() == 0) {
      return;
    }
    record(ttft, trace.ttftNanos());
    record(e2e, trace.e2eNanos());
    if (usage.completionTokens() > 1) {
      record(tpot, Math.round(trace.tpotNanos(usage.completionTokens())));
    }
    if (trace.ttftNanos() <= objective.ttftMillis() * 1_000_000L) {
      double itlNanos = objective.itlMillis() * 1e6;
      good += trace.meanGapNanos() <= itlNanos ? 1 : 0;
      strictlyGood += trace.longestGapNanos() <= itlNanos ? 1 : 0;
    }
  }

  private static Histogram newHistogram() {
    return new Histogram(LONGEST_MICROS, 3);
  }

  private static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos / 1_000, 0, LONGEST_MICROS));
  }
}
