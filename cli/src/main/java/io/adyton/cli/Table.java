// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns of text for people; programs use {@code --json}. */
public final class Table {
  private static final String GAP = "  ";

  private Table() {}

  /** Prints a heading and rows of as many cells, each column as wide as its widest cell. */
  public static void print(PrintWriter out, List<String> heading, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(heading);
    lines.addAll(rows);
    int[] widths = new int[heading.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = line.get(column);
        text.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
      out.println(text.toString().stripTrailing());
    }
  }
}
