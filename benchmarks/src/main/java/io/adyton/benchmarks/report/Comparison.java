// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Runs side by side. Files with one label are repetitions: their medians are compared, and the n-th
 * file of one label is the partner of the n-th of another, so a ratio is taken within pairs that
 * were measured next to each other and only then its median.
 */
public final class Comparison {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, List<JsonNode>> runs = new LinkedHashMap<>();
  private final TreeSet<Integer> clients = new TreeSet<>();

  private Comparison() {}

  /**
   * Reads the files; the first one's label is what the others are compared with.
   *
   * @throws IOException if a file cannot be read or is no report of this format
   */
  public static Comparison ofFiles(List<Path> files) throws IOException {
    Comparison comparison = new Comparison();
    for (Path file : files) {
      comparison.add(read(file));
    }
    return comparison;
  }

  private static JsonNode read(Path file) throws IOException {
    JsonNode run;
    try {
      run = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      run = JSON.missingNode();
    }
    if (run.path("format").asInt() != RunReport.FORMAT) {
      throw new IOException(
          file + " is no report of format " + RunReport.FORMAT + ", as adyton bench writes them");
    }
    return run;
  }

  private void add(JsonNode run) {
    runs.computeIfAbsent(run.path("label").asText(), label -> new ArrayList<>()).add(run);
    run.path("levels").forEach(level -> clients.add(level.at("/load/clients").asInt()));
  }

  /** Returns a Markdown table per number of clients. */
  public String table() {
    StringBuilder out = new StringBuilder();
    for (int level : clients) {
      out.append("\n### ").append(level).append(level == 1 ? " client\n\n" : " clients\n\n");
      out.append("| figure | ").append(String.join(" | ", runs.keySet()));
      labelsAfterFirst().forEach(label -> out.append(" | ").append(label).append(" ÷ first"));
      out.append(" |\n|---").append("|---".repeat(2 * runs.size() - 1)).append("|\n");
      for (Figure figure : Figure.values()) {
        row(out, figure, level);
      }
    }
    return out.toString();
  }

  /** Returns a plot of the medians of one figure over the number of clients. */
  SvgPlot plot(Figure figure) {
    SvgPlot plot =
        new SvgPlot(
            figure.title(),
            "medians of " + repetitions() + (repetitions() == 1 ? " run" : " runs"),
            "clients",
            figure.title(),
            clients.stream().map(String::valueOf).toList());
    for (String label : runs.keySet()) {
      plot.with(
          label,
          clients.stream()
              .map(
                  level -> {
                    List<Double> values = values(label, figure, level);
                    return values.isEmpty() ? Double.NaN : Spread.of(values).median();
                  })
              .toList());
    }
    return plot;
  }

  private void row(StringBuilder out, Figure figure, int level) {
    List<String> cells = new ArrayList<>();
    for (String label : runs.keySet()) {
      cells.add(cell(values(label, figure, level), "%.2f"));
    }
    for (String label : labelsAfterFirst()) {
      cells.add(cell(ratios(label, figure, level), "%.3f"));
    }
    if (cells.stream().anyMatch(cell -> !cell.equals("–"))) {
      out.append("| ").append(figure.title()).append(" | ");
      out.append(String.join(" | ", cells)).append(" |\n");
    }
  }

  private static String cell(List<Double> values, String pattern) {
    if (values.isEmpty()) {
      return "–";
    }
    Spread spread = Spread.of(values);
    String median = String.format(Locale.ROOT, pattern, spread.median());
    return values.size() == 1
        ? median
        : median
            + String.format(
                Locale.ROOT, " (" + pattern + "–" + pattern + ")", spread.least(), spread.most());
  }

  private List<Double> values(String label, Figure figure, int level) {
    List<Double> values = new ArrayList<>();
    for (JsonNode run : runs.getOrDefault(label, List.of())) {
      JsonNode value = value(run, figure, level);
      if (value.isNumber()) {
        values.add(value.asDouble());
      }
    }
    return values;
  }

  private List<Double> ratios(String label, Figure figure, int level) {
    List<JsonNode> base = runs.getOrDefault(runs.keySet().iterator().next(), List.of());
    List<JsonNode> other = runs.getOrDefault(label, List.of());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(base.size(), other.size()); i++) {
      double divisor = value(base.get(i), figure, level).asDouble();
      JsonNode dividend = value(other.get(i), figure, level);
      if (divisor > 0 && dividend.isNumber()) {
        ratios.add(dividend.asDouble() / divisor);
      }
    }
    return ratios;
  }

  private static JsonNode value(JsonNode run, Figure figure, int level) {
    for (JsonNode each : run.path("levels")) {
      if (each.at("/load/clients").asInt() == level) {
        return each.path("load").at(figure.pointer());
      }
    }
    return run.path("absent");
  }

  private List<String> labelsAfterFirst() {
    return runs.keySet().stream().skip(1).toList();
  }

  private int repetitions() {
    return runs.values().stream().mapToInt(List::size).min().orElse(0);
  }
}
