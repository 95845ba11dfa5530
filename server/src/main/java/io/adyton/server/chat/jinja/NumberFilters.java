// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Arguments.Bound;
import io.adyton.server.chat.jinja.Expression.Operator;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import io.adyton.server.chat.jinja.Value.Float;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Filters that take or make numbers. */
final class NumberFilters {
  static final Map<String, Filters.Filter> FILTERS =
      Map.of(
          "int", NumberFilters::toInt,
          "float", NumberFilters::toFloat,
          "abs", NumberFilters::absolute,
          "round", NumberFilters::round,
          "sum", NumberFilters::sum,
          "min", (input, arguments) -> extreme(input, arguments, "min"),
          "max", (input, arguments) -> extreme(input, arguments, "max"));

  private NumberFilters() {}

  private static Value toInt(Value input, Arguments arguments) {
    Bound bound = arguments.bind("int", 0, "default", "base");
    Value fallback = bound.value(0, new Int(0));
    Rendering rendering = arguments.rendering();
    requireDefined(rendering, input);
    if (input instanceof Str string) {
      long base = bound.integer(1, 10);
      if (base < 2 || base > 36) {
        throw rendering.invalid("expected a base from 2 to 36");
      }
      Numeral numeral = Numeral.in(string);
      Long whole = numeral == null ? null : numeral.whole(rendering, (int) base);
      Double number = numeral == null || whole != null ? null : numeral.decimal();
      return whole != null
          ? new Int(whole)
          : number == null || !Double.isFinite(number) ? fallback : truncated(rendering, number);
    }
    if (Numbers.isInteger(input)) {
      return new Int(Numbers.integer(input));
    }
    return input instanceof Float(double number) && Double.isFinite(number)
        ? truncated(rendering, number)
        : fallback;
  }

  private static Value truncated(Rendering rendering, double number) {
    if (Math.abs(number) >= 0x1p63) {
      throw rendering.fail(Reason.NUMBER_OUT_OF_RANGE, "expected numbers within 64 bits");
    }
    return new Int((long) number);
  }

  private static Value toFloat(Value input, Arguments arguments) {
    Value fallback = arguments.bind("float", 0, "default").value(0, new Float(0));
    requireDefined(arguments.rendering(), input);
    Double number;
    if (input instanceof Str string) {
      Numeral numeral = Numeral.in(string);
      number = numeral == null ? null : numeral.decimal();
    } else {
      number = Numbers.number(input);
    }
    return number == null ? fallback : new Float(number);
  }

  private static void requireDefined(Rendering rendering, Value input) {
    if (input instanceof Undefined(String what)) {
      throw rendering.invalid("expected a value, but " + what + " is undefined");
    }
  }

  private static Value absolute(Value input, Arguments arguments) {
    arguments.bind("abs", 0);
    Rendering rendering = arguments.rendering();
    if (input instanceof Float(double number)) {
      return new Float(Math.abs(number));
    }
    if (!Numbers.isInteger(input)) {
      throw rendering.invalid("expected a number, found " + input.typeName());
    }
    return Numbers.signed(rendering, Numbers.integer(input) < 0, input);
  }

  private static Value round(Value input, Arguments arguments) {
    Bound bound = arguments.bind("round", 0, "precision", "method");
    Rendering rendering = arguments.rendering();
    Double number = Numbers.number(input);
    long precision = bound.integer(0, 0);
    if (number == null || Math.abs(precision) > 300) {
      throw rendering.invalid("expected a number and a precision within 300 digits");
    }
    Str method = bound.string(1, Str.literal("common"));
    RoundingMode mode =
        method.isText("ceil")
            ? RoundingMode.CEILING
            : method.isText("floor") ? RoundingMode.FLOOR : RoundingMode.HALF_EVEN;
    if (mode == RoundingMode.HALF_EVEN && !method.isText("common")) {
      throw rendering.invalid("expected 'common', 'ceil' or 'floor' as 'method' of round");
    }
    if (mode == RoundingMode.HALF_EVEN && Numbers.isInteger(input) && precision >= 0) {
      return new Int(Numbers.integer(input));
    }
    if (!Double.isFinite(number)) {
      return input;
    }
    return new Float(new BigDecimal(number).setScale((int) precision, mode).doubleValue());
  }

  private static Value sum(Value input, Arguments arguments) {
    Bound bound = arguments.bind("sum", 0, "attribute", "start");
    Rendering rendering = arguments.rendering();
    UnaryOperator<Value> path = ItemsFilters.path(rendering, bound.unlessNone(0), null);
    Value sum = bound.value(1, new Int(0));
    for (Value value : Operations.iterate(rendering, input)) {
      rendering.expression();
      sum = Operations.calculate(rendering, Operator.ADD, sum, path.apply(value));
    }
    return sum;
  }

  private static Value extreme(Value input, Arguments arguments, String name) {
    Bound bound = arguments.bind(name, 0, "case_sensitive", "attribute");
    Rendering rendering = arguments.rendering();
    UnaryOperator<Value> path = ItemsFilters.path(rendering, bound.unlessNone(1), null);
    Value best = null;
    Value bestKey = null;
    for (Value value : Operations.iterate(rendering, input)) {
      Value key = ItemsFilters.folded(rendering, path.apply(value), bound.truth(0, false));
      int order = bestKey == null ? 0 : Operations.order(rendering, key, bestKey);
      if (best == null || (name.equals("min") ? order < 0 : order > 0)) {
        best = value;
        bestKey = key;
      }
    }
    return best == null ? new Undefined("the " + name + " of an empty sequence") : best;
  }
}
