// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.Operator;
import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Float;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Namespace;
import io.adyton.server.chat.jinja.Value.None;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Python's operators do with values. */
final class Operations {
  private Operations() {}

  static boolean isTrue(Value value) {
    return switch (value) {
      case Undefined _, None _ -> false;
      case Bool flag -> flag == Bool.TRUE;
      case Int(long number) -> number != 0;
      case Float(double number) -> number != 0;
      case Str string -> !string.isEmpty();
      case Items items -> items.shape() == Items.Shape.STREAM || !items.values().isEmpty();
      case Mapping(Map<Value, Value> entries) -> !entries.isEmpty();
      case Namespace _, Function _, Loop _ -> true;
    };
  }

  /** Returns the values that going through {@code value} yields. */
  static List<Value> iterate(Rendering rendering, Value value) {
    return switch (value) {
      case Items items -> items.values();
      case Mapping(Map<Value, Value> entries) -> {
        rendering.entries(entries.size());
        yield new ArrayList<>(entries.keySet());
      }
      case Undefined _ -> List.of();
      case Str string -> characters(rendering, string);
      case None _, Bool _, Int _, Float _, Namespace _, Function _, Loop _ ->
          throw rendering.invalid("expected something to go through, found " + value.typeName());
    };
  }

  private static List<Value> characters(Rendering rendering, Str string) {
    rendering.requireEntries(string.length() / 4);
    List<Value> characters = new ArrayList<>();
    for (int at = 0; at < string.length(); at = string.next(at)) {
      rendering.step();
      characters.add(string.slice(at, string.next(at)));
    }
    return characters;
  }

  static boolean areEqual(Rendering rendering, Value left, Value right) {
    rendering.expression();
    if (Numbers.areNumbers(left, right)) {
      return Numbers.areEqual(left, right);
    }
    return switch (left) {
      case Items items ->
          right instanceof Items others
              && items.isIndexed()
              && items.shape() == others.shape()
              && areAllEqual(rendering, items.values(), others.values());
      case Mapping(Map<Value, Value> entries) ->
          right instanceof Mapping(Map<Value, Value> others)
              && areAllEqual(rendering, entries, others);
      case Str string -> {
        rendering.bytes(string.length());
        yield string.equals(right);
      }
      case Undefined _, None _, Bool _, Int _, Float _, Namespace _, Function _, Loop _ ->
          left.equals(right);
    };
  }

  private static boolean areAllEqual(Rendering rendering, List<Value> left, List<Value> right) {
    rendering.enter();
    boolean equal = left.size() == right.size();
    for (int i = 0; equal && i < left.size(); i++) {
      equal = areEqual(rendering, left.get(i), right.get(i));
    }
    rendering.leave();
    return equal;
  }

  private static boolean areAllEqual(
      Rendering rendering, Map<Value, Value> left, Map<Value, Value> right) {
    rendering.enter();
    boolean equal = left.size() == right.size();
    for (Map.Entry<Value, Value> entry : left.entrySet()) {
      Value other = equal ? right.get(entry.getKey()) : null;
      equal = other != null && areEqual(rendering, entry.getValue(), other);
    }
    rendering.leave();
    return equal;
  }

  /** Compares two values that have an order; negative, zero or positive. */
  static int order(Rendering rendering, Value left, Value right) {
    rendering.expression();
    if (Numbers.areNumbers(left, right)) {
      return Numbers.compare(left, right);
    }
    if (left instanceof Str a && right instanceof Str b) {
      rendering.bytes(Math.min(a.length(), b.length()));
      return a.compareTo(b);
    }
    if (left instanceof Items a
        && right instanceof Items b
        && a.isIndexed()
        && a.shape() == b.shape()) {
      return order(rendering, a.values(), b.values());
    }
    throw rendering.invalid(
        "expected two values with an order, found " + left.typeName() + " and " + right.typeName());
  }

  private static int order(Rendering rendering, List<Value> left, List<Value> right) {
    rendering.enter();
    int order = 0;
    int common = Math.min(left.size(), right.size());
    for (int i = 0; order == 0 && i < common; i++) {
      if (!areEqual(rendering, left.get(i), right.get(i))) {
        order = order(rendering, left.get(i), right.get(i));
      }
    }
    rendering.leave();
    return order == 0 ? Integer.compare(left.size(), right.size()) : order;
  }

  static boolean contains(Rendering rendering, Value container, Value wanted) {
    return switch (container) {
      case Str string -> {
        if (!(wanted instanceof Str part)) {
          throw rendering.invalid("expected a string in front of 'in', found " + wanted.typeName());
        }
        yield new Search(rendering, string, part).first(0) >= 0;
      }
      case Items items -> {
        for (Value value : items.values()) {
          if (areEqual(rendering, value, wanted)) {
            yield true;
          }
        }
        yield false;
      }
      case Mapping(Map<Value, Value> entries) -> entries.containsKey(key(rendering, wanted));
      case Undefined _ -> false;
      case None _, Bool _, Int _, Float _, Namespace _, Function _, Loop _ ->
          throw rendering.invalid(
              "expected something that holds values behind 'in', found " + container.typeName());
    };
  }

  /** Returns the value, which is to be a key of an object, or refuses it. */
  static Value key(Rendering rendering, Value value) {
    if (!mayBeKey(rendering, value)) {
      throw rendering.invalid("expected a simple value as a key, found " + value.typeName());
    }
    return value;
  }

  /**
   * Returns whether a value may be a key: one that is hashed quickly. Tuples may, unless they hold
   * lists or tuples in turn, which can be built to take forever.
   */
  static boolean mayBeKey(Rendering rendering, Value value) {
    return switch (value) {
      case Str string -> {
        rendering.bytes(string.length());
        yield true;
      }
      case Items items ->
          items.shape() == Items.Shape.TUPLE
              && items.values().stream()
                  .allMatch(part -> !(part instanceof Items) && mayBeKey(rendering, part));
      case Mapping _ -> false;
      case Undefined _, None _, Bool _, Int _, Float _, Namespace _, Function _, Loop _ -> true;
    };
  }

  static Value calculate(Rendering rendering, Operator operator, Value left, Value right) {
    if (left instanceof Str string && operator == Operator.MODULO) {
      return PercentFormat.format(rendering, string, right);
    }
    return switch (operator) {
      case ADD -> add(rendering, left, right);
      case MULTIPLY -> multiply(rendering, left, right);
      case SUBTRACT, DIVIDE, FLOOR_DIVIDE, MODULO, POWER ->
          Numbers.calculate(rendering, operator, left, right);
    };
  }

  private static Value add(Rendering rendering, Value left, Value right) {
    if (left instanceof Str a && right instanceof Str b) {
      if (a.isMarkup() || b.isMarkup()) {
        Str joined =
            rendering.concatenate(Markup.escape(rendering, a), Markup.escape(rendering, b));
        return joined.asMarkup(true);
      }
      return rendering.concatenate(a, b);
    }
    if (left instanceof Items a
        && right instanceof Items b
        && a.isIndexed()
        && a.shape() == b.shape()) {
      int count = a.values().size() + b.values().size();
      rendering.entries(count);
      rendering.requireEntries(count);
      List<Value> joined = new ArrayList<>(count);
      joined.addAll(a.values());
      joined.addAll(b.values());
      return new Items(a.shape(), joined);
    }
    return Numbers.calculate(rendering, Operator.ADD, left, right);
  }

  private static Value multiply(Rendering rendering, Value left, Value right) {
    if (right instanceof Str || right instanceof Items) {
      return left instanceof Int || left instanceof Bool
          ? repeat(rendering, right, Numbers.integer(left))
          : Numbers.calculate(rendering, Operator.MULTIPLY, left, right);
    }
    boolean counts = right instanceof Int || right instanceof Bool;
    return counts && (left instanceof Str || left instanceof Items)
        ? repeat(rendering, left, Numbers.integer(right))
        : Numbers.calculate(rendering, Operator.MULTIPLY, left, right);
  }

  private static Value repeat(Rendering rendering, Value value, long times) {
    if (value instanceof Str string) {
      if (times <= 0 || string.isEmpty()) {
        return Str.EMPTY;
      }
      rendering.requireString(Math.min(times, 1L << 30) * string.length());
      Assembly repeated = rendering.assemble();
      for (long i = 0; i < times; i++) {
        repeated.append(string);
      }
      return repeated.finish();
    }
    if (value instanceof Items items && items.isIndexed()) {
      List<Value> values = items.values();
      long count = Math.clamp(times, 0, 1L << 30) * values.size();
      rendering.requireEntries(count);
      rendering.entries((int) count);
      List<Value> repeated = new ArrayList<>((int) count);
      while (repeated.size() < count) {
        repeated.addAll(values);
      }
      return new Items(items.shape(), repeated);
    }
    throw rendering.invalid("expected a number, a string or a list, found " + value.typeName());
  }
}
