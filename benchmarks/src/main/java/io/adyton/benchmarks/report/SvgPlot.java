// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * A line plot with evenly spaced x values, written as SVG. The y axis begins at 0. Colours are
 * those of Okabe and Ito, which colour-blind readers tell apart; series differ by marker too.
 */
public final class SvgPlot {
  private record Series(String name, List<Double> values) {}

  private static final List<String> COLOURS =
      List.of("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000");
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

  /** Adds a line with one value for each x; NaN leaves a gap. */
  public SvgPlot with(String name, List<Double> values) {
    if (values.size() != xValues.size()) {
      throw new IllegalArgumentException(
          "expected " + xValues.size() + " values, but got " + values.size());
    }
    series.add(new Series(name, List.copyOf(values)));
    return this;
  }

  /** Returns the document. */
  public String svg() {
    Formatter out = new Formatter(Locale.ROOT);
    out.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
        WIDTH, HEIGHT, escape(title));
    text(out, LEFT, 22, "start", "font-size=\"15\" font-weight=\"600\"", title);
    text(out, LEFT, 40, "start", "fill=\"#555\"", subtitle);
    double largest = largestValue();
    double step = tickStep(largest);
    double top = step * Math.max(1, Math.ceil(largest / step));
    axes(out, step, top);
    for (int i = 0; i < series.size(); i++) {
      line(out, i, top);
    }
    return out.format("</svg>\n").toString();
  }

  private void axes(Formatter out, double step, double top) {
    for (double value = 0; value <= top * 1.0001; value += step) {
      double y = y(value, top);
      out.format(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
          LEFT, WIDTH - RIGHT, y, y);
      text(out, LEFT - 8, y + 4, "end", "fill=\"#333\"", tickText(value, step));
    }
    for (int i = 0; i < xValues.size(); i++) {
      text(out, x(i), HEIGHT - BOTTOM + 20, "middle", "fill=\"#333\"", xValues.get(i));
    }
    text(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", "", xLabel);
    double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
    String upright = String.format(Locale.ROOT, "transform=\"rotate(-90 18 %.1f)\"", middle);
    text(out, 18, middle, "middle", upright, yLabel);
  }

  private void line(Formatter out, int index, double top) {
    String colour = COLOURS.get(index % COLOURS.size());
    List<Double> values = series.get(index).values();
    out.format("<path fill=\"none\" stroke=\"%s\" stroke-width=\"2\" d=\"", colour);
    boolean isPenUp = true;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).isNaN()) {
        isPenUp = true;
        continue;
      }
      out.format("%s%.1f %.1f", isPenUp ? "M" : "L", x(i), y(values.get(i), top));
      isPenUp = false;
    }
    out.format("\"/>\n");
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).isNaN()) {
        marker(out, index, x(i), y(values.get(i), top), colour);
      }
    }
    double legendY = TOP + 10 + index * 20.0;
    marker(out, index, WIDTH - RIGHT + 20, legendY, colour);
    text(out, WIDTH - RIGHT + 32, legendY + 4, "start", "", series.get(index).name());
  }

  private static void marker(Formatter out, int index, double x, double y, String colour) {
    switch (index % 3) {
      case 0 -> out.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", x, y, colour);
      case 1 ->
          out.format(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"%s\"/>\n",
              x - 4, y - 4, colour);
      default -> out.format("<path d=\"M%.1f %.1fl5 9h-10z\" fill=\"%s\"/>\n", x, y - 6, colour);
    }
  }

  private static void text(
      Formatter out, double x, double y, String anchor, String attributes, String content) {
    out.format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>\n",
        x, y, anchor, attributes, escape(content));
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
        .flatMap(each -> each.values().stream())
        .mapToDouble(Double::doubleValue)
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
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
