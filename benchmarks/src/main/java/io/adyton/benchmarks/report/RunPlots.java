// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import io.adyton.benchmarks.load.LevelResult;
import io.adyton.benchmarks.load.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** The plots of a run and of a comparison. */
public final class RunPlots {
  private RunPlots() {}

  /** Writes throughput, TTFT and ITL of one run beside its JSON file. */
  public static void write(RunReport report, Path json) throws IOException {
    List<LevelResult> levels = report.levels().stream().map(RunReport.LevelReport::load).toList();
    String name = json.getFileName().toString().replaceFirst("\\.json$", "");
    write(json.resolveSibling(name + "-throughput.svg"), throughput(report, levels));
    write(
        json.resolveSibling(name + "-ttft.svg"),
        percentiles(report, levels, "time to first token, ms", LevelResult::ttft));
    write(
        json.resolveSibling(name + "-itl.svg"),
        percentiles(report, levels, "gap between tokens, ms", LevelResult::itl));
  }

  /** Writes throughput, decode rate, TTFT and ITL of several runs into {@code folder}. */
  public static void write(Comparison comparison, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Figure figure :
        List.of(Figure.OUTPUT_TOKENS, Figure.SATURATED_TOKENS, Figure.TTFT_P95, Figure.ITL_P99)) {
      String name = figure.name().toLowerCase(Locale.ROOT).replace('_', '-');
      write(folder.resolve(name + ".svg"), comparison.plot(figure));
    }
  }

  private static SvgPlot throughput(RunReport report, List<LevelResult> levels) {
    return plot(report, levels, "tokens per second")
        .with("all of the run", values(levels, LevelResult::outputTokensPerSecond))
        .with(
            "while all decode",
            values(
                levels,
                level -> Objects.requireNonNullElse(level.saturatedTokensPerSecond(), Double.NaN)));
  }

  private static SvgPlot percentiles(
      RunReport report,
      List<LevelResult> levels,
      String title,
      Function<LevelResult, Percentiles> distribution) {
    return plot(report, levels, title)
        .with("P50", values(levels, level -> distribution.apply(level).p50()))
        .with("P95", values(levels, level -> distribution.apply(level).p95()))
        .with("P99", values(levels, level -> distribution.apply(level).p99()));
  }

  private static SvgPlot plot(RunReport report, List<LevelResult> levels, String title) {
    boolean open = levels.stream().anyMatch(level -> level.mode().equals("open"));
    return new SvgPlot(
        report.label() + ": " + title,
        report.machine().cpu() + ", " + report.machine().cores() + " cores; " + report.startedAt(),
        open ? "arrivals per second" : "clients",
        title,
        levels.stream()
            .map(
                level ->
                    open
                        ? String.format(Locale.ROOT, "%.2f", level.arrivalsPerSecond())
                        : Integer.toString(level.clients()))
            .toList());
  }

  private static List<Double> values(
      List<LevelResult> levels, Function<LevelResult, Double> value) {
    return levels.stream().map(value).toList();
  }

  private static void write(Path file, SvgPlot plot) throws IOException {
    Files.writeString(file, plot.svg());
  }
}
