// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.TemplateException.Reason;
import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Float;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.None;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.Set;
import java.util.function.Predicate;

/** Jinja2's tests, {@code value is name}. */
final class Tests {
  private static final Set<String> NAMES =
      Set.of(
          "defined",
          "undefined",
          "none",
          "boolean",
          "true",
          "false",
          "integer",
          "float",
          "number",
          "string",
          "mapping",
          "iterable",
          "sequence",
          "callable",
          "escaped",
          "sameas",
          "eq",
          "equalto",
          "==",
          "ne",
          "!=",
          "lt",
          "lessthan",
          "<",
          "le",
          "<=",
          "gt",
          "greaterthan",
          ">",
          "ge",
          ">=",
          "in",
          "even",
          "odd",
          "divisibleby",
          "lower",
          "upper",
          "filter",
          "test");

  private Tests() {}

  static boolean holds(String name, Value value, Arguments arguments) {
    Rendering rendering = arguments.rendering();
    return switch (name) {
      case "defined" -> !(value instanceof Undefined);
      case "undefined" -> value instanceof Undefined;
      case "none" -> value == None.NONE;
      case "boolean" -> value instanceof Bool;
      case "true" -> value == Bool.TRUE;
      case "false" -> value == Bool.FALSE;
      case "integer" -> value instanceof Int;
      case "float" -> value instanceof Float;
      case "number" -> Numbers.number(value) != null;
      case "string" -> value instanceof Str;
      case "mapping" -> value instanceof Mapping;
      case "iterable" ->
          value instanceof Str
              || value instanceof Items
              || value instanceof Mapping
              || value instanceof Undefined;
      case "sequence" ->
          value instanceof Str
              || (value instanceof Items items && items.isIndexed())
              || value instanceof Mapping
              || value instanceof Undefined;
      case "callable" ->
          value instanceof Function || value instanceof Loop || value instanceof Undefined;
      case "escaped" -> value instanceof Str string && string.isMarkup();
      case "sameas" -> isSame(value, other(name, arguments));
      case "eq", "equalto", "==" -> Operations.areEqual(rendering, value, other(name, arguments));
      case "ne", "!=" -> !Operations.areEqual(rendering, value, other(name, arguments));
      case "lt", "lessthan", "<" -> Operations.order(rendering, value, other(name, arguments)) < 0;
      case "le", "<=" -> Operations.order(rendering, value, other(name, arguments)) <= 0;
      case "gt", "greaterthan", ">" ->
          Operations.order(rendering, value, other(name, arguments)) > 0;
      case "ge", ">=" -> Operations.order(rendering, value, other(name, arguments)) >= 0;
      case "in" -> Operations.contains(rendering, other(name, arguments), value);
      case "even" -> integer(rendering, value) % 2 == 0;
      case "odd" -> integer(rendering, value) % 2 != 0;
      case "divisibleby" -> isDivisible(rendering, value, arguments);
      case "lower" -> hasNoCase(rendering, value, Character::isUpperCase);
      case "upper" -> hasNoCase(rendering, value, Character::isLowerCase);
      case "filter" -> names(Filters.names(), value);
      case "test" -> names(NAMES, value);
      default -> throw rendering.fail(Reason.UNSUPPORTED, "there is no test '" + name + "'");
    };
  }

  private static Value other(String name, Arguments arguments) {
    return arguments.bind("the test '" + name + "'", 1, "other").value(0);
  }

  @SuppressWarnings("ReferenceEquality") // What 'sameas' asks for.
  private static boolean isSame(Value value, Value other) {
    boolean small =
        value instanceof Str || value instanceof Int || value instanceof Bool || value == None.NONE;
    return value == other || (small && value.equals(other));
  }

  private static long integer(Rendering rendering, Value value) {
    if (!Numbers.isInteger(value)) {
      throw rendering.invalid("expected a whole number to test, found " + value.typeName());
    }
    return Numbers.integer(value);
  }

  private static boolean isDivisible(Rendering rendering, Value value, Arguments arguments) {
    long divisor = arguments.bind("the test 'divisibleby'", 1, "num").integer(0, 0);
    if (divisor == 0) {
      throw rendering.invalid("expected a divisor other than zero");
    }
    return integer(rendering, value) % divisor == 0;
  }

  private static boolean hasNoCase(Rendering rendering, Value value, Predicate<Integer> unwanted) {
    Str text = PythonText.of(rendering, value);
    rendering.bytes(text.length());
    boolean cased = false;
    for (int at = 0; at < text.length(); at = text.next(at)) {
      int character = text.codePointAt(at);
      if (unwanted.test(character)) {
        return false;
      }
      cased |= Characters.isCased(character);
    }
    return cased;
  }

  private static boolean names(Set<String> known, Value value) {
    String name = value instanceof Str string ? string.ownWords() : null;
    return name != null && known.contains(name);
  }
}
