// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.Operator;
import io.adyton.server.chat.jinja.TemplateException.Reason;
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
import org.jspecify.annotations.Nullable;

/**
 * Python's arithmetic on whole numbers of 64 bits, where Python's have no end, and on floats. What
 * leaves the range is refused.
 */
final class Numbers {
  private Numbers() {}

  /** Returns the number a value is, or null if it is none. */
  static @Nullable Double number(Value value) {
    return switch (value) {
      case Int(long number) -> (double) number;
      case Float(double number) -> number;
      case Bool flag -> (double) flag.ordinal();
      case Undefined _, None _, Str _, Items _, Mapping _, Namespace _, Function _, Loop _ -> null;
    };
  }

  /** Returns whether a value is an int or, as in Python, a bool. */
  static boolean isInteger(Value value) {
    return value instanceof Int || value instanceof Bool;
  }

  static long integer(Value value) {
    return value instanceof Int(long number) ? number : value == Bool.TRUE ? 1 : 0;
  }

  static boolean areNumbers(Value left, Value right) {
    return number(left) != null && number(right) != null;
  }

  static boolean areEqual(Value left, Value right) {
    boolean isNaN =
        (left instanceof Float(double a) && Double.isNaN(a))
            || (right instanceof Float(double b) && Double.isNaN(b));
    return !isNaN && compare(left, right) == 0;
  }

  /** Compares two numbers exactly, as Python does. */
  static int compare(Value left, Value right) {
    return switch (left) {
      case Float(double a) when right instanceof Float(double b) ->
          a == b ? 0 : Double.compare(a, b);
      case Float(double a) -> compare(a, integer(right));
      case Value _ when right instanceof Float(double b) -> -compare(b, integer(left));
      case Value _ -> Long.compare(integer(left), integer(right));
    };
  }

  private static int compare(double number, long other) {
    return Double.isFinite(number)
        ? new BigDecimal(number).compareTo(BigDecimal.valueOf(other))
        : Double.compare(number, 0);
  }

  static Value signed(Rendering rendering, boolean isNegative, Value operand) {
    if (isNegative && operand instanceof Float(double number)) {
      return new Float(-number);
    }
    Operator operator = isNegative ? Operator.SUBTRACT : Operator.ADD;
    return calculate(rendering, operator, new Int(0), operand);
  }

  static Value calculate(Rendering rendering, Operator operator, Value left, Value right) {
    Double a = number(left);
    Double b = number(right);
    if (a == null || b == null) {
      throw rendering.invalid(
          "expected two values that go together, found "
              + left.typeName()
              + " and "
              + right.typeName());
    }
    if (b == 0 && (operator == Operator.FLOOR_DIVIDE || operator == Operator.MODULO)) {
      throw rendering.invalid("expected a divisor other than zero");
    }
    boolean whole = isInteger(left) && isInteger(right);
    if (!whole || operator == Operator.DIVIDE || (operator == Operator.POWER && b < 0)) {
      return new Float(onFloats(rendering, operator, a, b));
    }
    try {
      return new Int(onIntegers(operator, integer(left), integer(right)));
    } catch (ArithmeticException _) {
      throw rendering.fail(Reason.NUMBER_OUT_OF_RANGE, "expected numbers within 64 bits");
    }
  }

  private static double onFloats(Rendering rendering, Operator operator, double a, double b) {
    return switch (operator) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> {
        if (b == 0) {
          throw rendering.invalid("expected a divisor other than zero");
        }
        yield a / b;
      }
      case FLOOR_DIVIDE -> Math.floor(a / b);
      case MODULO -> {
        double rest = a % b;
        yield rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
      }
      case POWER -> {
        double power = Math.pow(a, b);
        if (Double.isNaN(power) || Double.isInfinite(power)) {
          throw rendering.fail(Reason.NUMBER_OUT_OF_RANGE, "expected a power that is a number");
        }
        yield power;
      }
    };
  }

  private static long onIntegers(Operator operator, long a, long b) {
    return switch (operator) {
      case ADD -> Math.addExact(a, b);
      case SUBTRACT -> Math.subtractExact(a, b);
      case MULTIPLY -> Math.multiplyExact(a, b);
      case DIVIDE -> throw new ArithmeticException("whole numbers divide into a float");
      case FLOOR_DIVIDE -> Math.floorDivExact(a, b);
      case MODULO -> Math.floorMod(a, b);
      case POWER -> power(a, b);
    };
  }

  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result = Math.multiplyExact(result, square);
      }
      if (rest > 1) {
        square = Math.multiplyExact(square, square);
      }
    }
    return result;
  }
}
