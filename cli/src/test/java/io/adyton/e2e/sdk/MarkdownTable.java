// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table below one heading of a document: row name, then one cell per column. */
final class MarkdownTable {
  private final Path document;
  private final String heading;
  private final List<String> lines;
  private final int start;
  private final List<String> columns;
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private MarkdownTable(Path document, String heading) throws IOException {
    this.document = document;
    this.heading = heading;
    this.lines = Files.readAllLines(document);
    this.start = tableStart();
    this.columns = new ArrayList<>(cells(lines.get(start)));
    for (int i = start + 2; i < end(); i++) {
      List<String> cells = cells(lines.get(i));
      rows.put(cells.getFirst(), new ArrayList<>(cells.subList(1, cells.size())));
    }
  }

  static MarkdownTable below(Path document, String heading) throws IOException {
    return new MarkdownTable(document, heading);
  }

  /** Returns the cells of the column whose title starts with {@code name}, by row. */
  Map<String, String> column(String name) {
    int index = index(name);
    Map<String, String> cells = new LinkedHashMap<>();
    rows.forEach((row, values) -> cells.put(row, values.get(index - 1)));
    return cells;
  }

  /** Returns the whole title of the column whose title starts with {@code name}. */
  String title(String name) {
    return columns.get(index(name));
  }

  /** Replaces one column and writes the document. */
  void record(String name, String title, Map<String, String> cells) throws IOException {
    int index = index(name);
    columns.set(index, title);
    Map<String, List<String>> changed = new LinkedHashMap<>();
    cells.forEach(
        (row, cell) -> {
          List<String> values =
              new ArrayList<>(
                  rows.getOrDefault(row, Arrays.asList(new String[columns.size() - 1])));
          values.set(index - 1, cell);
          values.replaceAll(value -> value == null ? "?" : value);
          changed.put(row, values);
        });
    List<String> table = new ArrayList<>();
    table.add(line(columns));
    table.add("|---".repeat(columns.size()) + "|");
    changed.forEach(
        (row, values) -> {
          List<String> whole = new ArrayList<>(List.of(row));
          whole.addAll(values);
          table.add(line(whole));
        });
    List<String> rewritten = new ArrayList<>(lines.subList(0, start));
    rewritten.addAll(table);
    rewritten.addAll(lines.subList(end(), lines.size()));
    Files.write(document, rewritten);
  }

  private int index(String name) {
    for (int i = 1; i < columns.size(); i++) {
      if (columns.get(i).startsWith(name)) {
        return i;
      }
    }
    throw new IllegalStateException("no column " + name + " below " + heading);
  }

  private int tableStart() {
    int at = lines.indexOf(heading);
    while (at >= 0 && at < lines.size() && !lines.get(at).startsWith("|")) {
      at++;
    }
    if (at < 0 || at == lines.size()) {
      throw new IllegalStateException("no table below " + heading + " in " + document);
    }
    return at;
  }

  private int end() {
    int end = start;
    while (end < lines.size() && lines.get(end).startsWith("|")) {
      end++;
    }
    return end;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
