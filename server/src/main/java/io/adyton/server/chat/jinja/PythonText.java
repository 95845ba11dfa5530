// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Float;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Namespace;
import io.adyton.server.chat.jinja.Value.None;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Prints values as Python's {@code str} and {@code repr} do. */
final class PythonText {
  private PythonText() {}

  /** Appends {@code str(value)}. */
  static void write(Rendering rendering, Value value, Assembly target) {
    if (value instanceof Str string) {
      target.append(string);
    } else if (!(value instanceof Undefined)) {
      repr(rendering, value, target);
    }
  }

  /** Returns {@code str(value)}, the value itself if it is a string. */
  static Str of(Rendering rendering, Value value) {
    if (value instanceof Str string) {
      return string;
    }
    Assembly text = rendering.assemble();
    write(rendering, value, text);
    return text.finish();
  }

  /** Appends {@code repr(value)}. */
  static void repr(Rendering rendering, Value value, Assembly target) {
    rendering.enter();
    rendering.expression();
    switch (value) {
      case Str string -> quoted(string, target);
      case None _ -> target.append("None");
      case Bool flag -> target.append(flag == Bool.TRUE ? "True" : "False");
      case Int(long number) -> target.append(Long.toString(number));
      case Float(double number) -> target.append(number(number));
      case Items items -> items(rendering, items, target);
      case Mapping(Map<Value, Value> entries) -> entries(rendering, entries, target);
      case Undefined _ -> target.append("Undefined");
      case Namespace _, Function _, Loop _ ->
          target.append("<").append(value.typeName()).append(">");
    }
    rendering.leave();
  }

  private static void items(Rendering rendering, Items items, Assembly target) {
    List<Value> values = items.values();
    target.append(
        switch (items.shape()) {
          case LIST -> "[";
          case TUPLE -> "(";
          case ITEMS_VIEW -> "dict_items([";
          case KEYS_VIEW -> "dict_keys([";
          case VALUES_VIEW -> "dict_values([";
          case STREAM -> "<stream";
        });
    for (int i = 0; i < values.size() && items.shape() != Items.Shape.STREAM; i++) {
      target.append(i == 0 ? "" : ", ");
      repr(rendering, values.get(i), target);
    }
    target.append(
        switch (items.shape()) {
          case LIST -> "]";
          case TUPLE -> values.size() == 1 ? ",)" : ")";
          case ITEMS_VIEW, KEYS_VIEW, VALUES_VIEW -> "])";
          case STREAM -> ">";
        });
  }

  private static void entries(Rendering rendering, Map<Value, Value> entries, Assembly target) {
    target.append("{");
    String separator = "";
    for (Map.Entry<Value, Value> entry : entries.entrySet()) {
      target.append(separator);
      repr(rendering, entry.getKey(), target);
      target.append(": ");
      repr(rendering, entry.getValue(), target);
      separator = ", ";
    }
    target.append("}");
  }

  private static void quoted(Str string, Assembly target) {
    boolean single = false;
    boolean both = false;
    for (int at = 0; at < string.length(); at++) {
      single |= string.byteAt(at) == '\'';
      both |= string.byteAt(at) == '"';
    }
    char quote = single && !both ? '"' : '\'';
    target
        .append(quote, 1)
        .appendEscaped(
            string,
            character ->
                character == quote || character == '\\' || !Characters.isPrintable(character),
            PythonText::escape)
        .append(quote, 1);
  }

  private static String escape(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\\', '\'', '"' -> "\\" + (char) character;
      default ->
          character < 0x100
              ? "\\x" + hex(character, 2)
              : character < 0x10000 ? "\\u" + hex(character, 4) : "\\U" + hex(character, 8);
    };
  }

  static String hex(int number, int digits) {
    return HexFormat.of().toHexDigits(number, digits);
  }

  /** Returns {@code repr} of a float: the shortest digits that read back as the same number. */
  static String number(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    String sign = number < 0 || 1 / number < 0 ? "-" : "";
    if (number == 0) {
      return sign + "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(number));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    if (point > 16 || point < -3) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      int exponent = point - 1;
      return sign
          + digits.charAt(0)
          + fraction
          + (exponent < 0 ? "e-" : "e+")
          + (Math.abs(exponent) < 10 ? "0" : "")
          + Math.abs(exponent);
    }
    String plain = shortest.toPlainString();
    return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
  }

  private static BigDecimal shortest(double number) {
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    // Java prints two digits at least, where one may do.
    BigDecimal single = digits.round(new MathContext(1));
    return single.doubleValue() == number ? single.stripTrailingZeros() : digits;
  }
}
