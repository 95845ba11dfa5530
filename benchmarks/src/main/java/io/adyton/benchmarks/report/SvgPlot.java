// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line plot with evenly spaced x values, written as SVG. The y axis begins at 0. Colours are
 * those of Okabe and Ito, which colour-blind readers tell apart; series differ by marker too.
 */
public final class SvgPlot {
  /** One line; {@code NaN} leaves a gap. */
  public record Series(String name, double[] values) {}

  private static final String[] COLOURS = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"
  };
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 210;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;

  private final String title;
  private final String subtitle;
  private final String xLabel;
  private final String yLabel;
  private final List<String> xValues;
  private final List<Series> series = new ArrayList<>();

  /** Creates a plot without lines. */
  public SvgPlot(
      String title, String subtitle, String xLabel, String yLabel, List<String> xValues) {
    this.title = title;
    this.subtitle = subtitle;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
    this.xValues = List.copyOf(xValues);
  }

  /** Adds a line with one value for each x. */
  public SvgPlot with(String name, double... values) {
    if (values.length != xValues.size()) {
      throw new IllegalArgumentException(
          "expected " + xValues.size() + " values, but got " + values.length);
    }
    series.add(new Series(name, values.clone()));
    return this;
  }

  /** Returns the document. */
  public String svg() {
    StringBuilder out = new StringBuilder(4096);
    out.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
            WIDTH, HEIGHT, escape(title)));
    text(out, LEFT, 22, "start", "font-size=\"15\" font-weight=\"600\"", title);
    text(out, LEFT, 40, "start", "fill=\"#555\"", subtitle);
    double step = tickStep(largestValue());
    double top = step * Math.max(1, Math.ceil(largestValue() / step));
    axes(out, step, top);
    for (int i = 0; i < series.size(); i++) {
      line(out, i, top);
    }
    return out.append("</svg>\n").toString();
  }

  private void axes(StringBuilder out, double step, double top) {
    for (double value = 0; value <= top * 1.0001; value += step) {
      double y = y(value, top);
      out.append(
          format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
              LEFT, WIDTH - RIGHT, y, y));
      text(out, LEFT - 8, y + 4, "end", "fill=\"#333\"", tickText(value, step));
    }
    for (int i = 0; i < xValues.size(); i++) {
      text(out, x(i), HEIGHT - BOTTOM + 20, "middle", "fill=\"#333\"", xValues.get(i));
    }
    text(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", "", xLabel);
    double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
    text(out, 18, middle, "middle", format("transform=\"rotate(-90 18 %.1f)\"", middle), yLabel);
  }

  private void line(StringBuilder out, int index, double top) {
    String colour = COLOURS[index % COLOURS.length];
    double[] values = series.get(index).values();
    StringBuilder path = new StringBuilder();
    boolean penUp = true;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        penUp = true;
        continue;
      }
      path.append(format("%s%.1f %.1f", penUp ? "M" : "L", x(i), y(values[i], top)));
      penUp = false;
    }
    out.append(
        format("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path, colour));
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        marker(out, index, x(i), y(values[i], top), colour);
      }
    }
    double legendY = TOP + 10 + index * 20.0;
    marker(out, index, WIDTH - RIGHT + 20, legendY, colour);
    text(out, WIDTH - RIGHT + 32, legendY + 4, "start", "", series.get(index).name());
  }

  private static void marker(StringBuilder out, int index, double x, double y, String colour) {
    out.append(
        switch (index % 3) {
          case 0 -> format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", x, y, colour);
          case 1 ->
              format(
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"%s\"/>\n",
                  x - 4, y - 4, colour);
          default -> format("<path d=\"M%.1f %.1fl5 9h-10z\" fill=\"%s\"/>\n", x, y - 6, colour);
        });
  }

  private static void text(
      StringBuilder out, double x, double y, String anchor, String attributes, String content) {
    out.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>\n",
            x, y, anchor, attributes, escape(content)));
  }

  private double x(int index) {
    double width = WIDTH - RIGHT - LEFT;
    return LEFT + width * (index + 0.5) / xValues.size();
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top;
  }

  private double largestValue() {
    return series.stream()
        .flatMapToDouble(each -> java.util.Arrays.stream(each.values()))
        .filter(Double::isFinite)
        .max()
        .orElse(1);
  }

  /** Returns 1, 2 or 5 times a power of ten, so that about five ticks reach {@code largest}. */
  private static double tickStep(double largest) {
    double rough = Math.max(largest, 1e-9) / 5;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  private static String tickText(double value, double step) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return format("%." + decimals + "f", value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
