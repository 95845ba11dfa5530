// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How one value is laid out by {@code %} or {@code str.format}.
 *
 * @param fill what pads it
 * @param align {@code <}, {@code >}, {@code ^}, or {@code =} for padding behind the sign
 * @param sign what stands in front of a number that is not negative, or 0 for nothing
 * @param grouping what separates thousands, or 0 for nothing
 * @param precision digits of a fraction or characters of a string, or -1
 * @param type the letter that says how to print, or 0 for the value's own way
 */
record FieldFormat(
    char fill, char align, char sign, char grouping, int width, int precision, char type) {
  private static final int PRECISION_LIMIT = 100;

  /** Appends the value as laid out. */
  void write(Rendering rendering, Value value, Assembly target) {
    rendering.step();
    Str text =
        switch (type) {
          case 0 -> Numbers.isInteger(value) ? number(rendering, value) : string(rendering, value);
          case 's' -> string(rendering, value);
          case 'r' -> {
            Assembly repr = rendering.assemble();
            PythonText.repr(rendering, value, repr);
            yield repr.finish();
          }
          case 'd', 'i', 'u', 'f', 'F', '%', 'x', 'X', 'o', 'b' -> number(rendering, value);
          default ->
              throw rendering.fail(
                  Reason.UNSUPPORTED, "there is no format '" + type + "' for values");
        };
    pad(rendering, text, target);
  }

  private Str string(Rendering rendering, Value value) {
    Str text = PythonText.of(rendering, value);
    rendering.bytes(text.length());
    return precision < 0 ? text : text.slice(0, text.positionOf(precision));
  }

  private Str number(Rendering rendering, Value value) {
    Double number = Numbers.number(value);
    if (number == null) {
      throw rendering.invalid("expected a number to format, found " + value.typeName());
    }
    boolean negative = number < 0;
    String digits =
        switch (type) {
          case 'f', 'F' -> fixed(rendering, number);
          case '%' -> fixed(rendering, number * 100) + "%";
          case 'x' -> Long.toString(whole(rendering, value), 16);
          case 'X' -> Long.toString(whole(rendering, value), 16).toUpperCase(Locale.ROOT);
          case 'o' -> Long.toString(whole(rendering, value), 8);
          case 'b' -> Long.toString(whole(rendering, value), 2);
          default -> Long.toString(whole(rendering, value));
        };
    String unsigned = digits.startsWith("-") ? digits.substring(1) : digits;
    String prefix = negative ? "-" : sign == 0 ? "" : String.valueOf(sign);
    String grouped = grouping == 0 ? unsigned : group(unsigned);
    if (align == '=') {
      int padding = Math.max(width - prefix.length() - grouped.length(), 0);
      rendering.requireString(padding);
      return rendering.assemble().append(prefix).append(fill, padding).append(grouped).finish();
    }
    return rendering.assemble().append(prefix).append(grouped).finish();
  }

  private static long whole(Rendering rendering, Value value) {
    if (value instanceof Value.Float(double number)) {
      if (Double.isNaN(number) || Math.abs(number) >= 0x1p63) {
        throw rendering.fail(Reason.NUMBER_OUT_OF_RANGE, "expected numbers within 64 bits");
      }
      return (long) number;
    }
    return Numbers.integer(value);
  }

  private String fixed(Rendering rendering, double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return PythonText.number(number);
    }
    if (precision > PRECISION_LIMIT) {
      throw rendering.invalid("expected a precision of at most " + PRECISION_LIMIT);
    }
    int scale = precision < 0 ? 6 : precision;
    return new BigDecimal(number).setScale(scale, RoundingMode.HALF_EVEN).toPlainString();
  }

  private String group(String digits) {
    int end = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
    StringBuilder grouped = new StringBuilder(digits);
    for (int at = end - 3; at > 0; at -= 3) {
      grouped.insert(at, grouping);
    }
    return grouped.toString();
  }

  private void pad(Rendering rendering, Str text, Assembly target) {
    int padding = Math.max(width - text.codePoints(), 0);
    rendering.requireString(padding);
    int left =
        switch (align) {
          case '>', '=' -> padding;
          case '^' -> padding / 2;
          default -> 0;
        };
    target.append(fill, left).append(text).append(fill, padding - left);
  }
}
