// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.And;
import io.adyton.server.chat.jinja.Expression.ArgumentList;
import io.adyton.server.chat.jinja.Expression.Arithmetic;
import io.adyton.server.chat.jinja.Expression.Attribute;
import io.adyton.server.chat.jinja.Expression.Call;
import io.adyton.server.chat.jinja.Expression.Comparand;
import io.adyton.server.chat.jinja.Expression.Comparison;
import io.adyton.server.chat.jinja.Expression.Concatenation;
import io.adyton.server.chat.jinja.Expression.Conditional;
import io.adyton.server.chat.jinja.Expression.Filter;
import io.adyton.server.chat.jinja.Expression.ListLiteral;
import io.adyton.server.chat.jinja.Expression.Literal;
import io.adyton.server.chat.jinja.Expression.MapLiteral;
import io.adyton.server.chat.jinja.Expression.Name;
import io.adyton.server.chat.jinja.Expression.NamedArgument;
import io.adyton.server.chat.jinja.Expression.Not;
import io.adyton.server.chat.jinja.Expression.Or;
import io.adyton.server.chat.jinja.Expression.Pair;
import io.adyton.server.chat.jinja.Expression.Relation;
import io.adyton.server.chat.jinja.Expression.Sign;
import io.adyton.server.chat.jinja.Expression.Slice;
import io.adyton.server.chat.jinja.Expression.Subscript;
import io.adyton.server.chat.jinja.Expression.Test;
import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the values of expressions. */
final class Evaluator {
  private final Rendering rendering;

  Evaluator(Rendering rendering) {
    this.rendering = rendering;
  }

  Value evaluate(Expression expression, Scope scope) {
    rendering.expression();
    rendering.enter();
    Value value =
        switch (expression) {
          case Literal literal -> literal.value();
          case Name name -> variable(name, scope);
          case Attribute attribute -> attribute(attribute, scope);
          case Subscript subscript -> subscript(subscript, scope);
          case Slice slice -> slice(slice, scope);
          case Call call -> call(call, arguments(call.arguments(), scope), scope);
          case Filter filter -> filter(filter, scope);
          case Test test -> test(test, scope);
          case Not not -> Bool.of(!isTrue(not.operand(), scope));
          case And and -> and(and, scope);
          case Or or -> or(or, scope);
          case Sign sign -> sign(sign, scope);
          case Arithmetic arithmetic -> arithmetic(arithmetic, scope);
          case Comparison comparison -> Bool.of(holds(comparison, scope));
          case Concatenation concatenation -> concatenation(concatenation, scope);
          case Conditional conditional -> conditional(conditional, scope);
          case ListLiteral list -> list(list, scope);
          case MapLiteral map -> map(map, scope);
        };
    rendering.leave();
    return value;
  }

  boolean isTrue(Expression expression, Scope scope) {
    return Operations.isTrue(evaluate(expression, scope));
  }

  private Value variable(Name name, Scope scope) {
    Value value = scope.find(name.name());
    return value == null ? new Undefined("'" + name.name() + "'") : value;
  }

  private Value attribute(Attribute attribute, Scope scope) {
    Value target = evaluate(attribute.target(), scope);
    rendering.at(attribute.line());
    return Attributes.attribute(rendering, target, attribute.name(), attribute.key());
  }

  private Value subscript(Subscript subscript, Scope scope) {
    Value target = evaluate(subscript.target(), scope);
    Value index = evaluate(subscript.index(), scope);
    rendering.at(subscript.line());
    return Attributes.item(rendering, target, index);
  }

  private Value slice(Slice slice, Scope scope) {
    Value target = evaluate(slice.target(), scope);
    Value start = bound(slice.start(), scope);
    Value stop = bound(slice.stop(), scope);
    Value step = bound(slice.step(), scope);
    rendering.at(slice.line());
    return Slicing.slice(rendering, target, start, stop, step);
  }

  private Value bound(@Nullable Expression expression, Scope scope) {
    return expression == null ? Value.None.NONE : evaluate(expression, scope);
  }

  /** Calls what the callee stands for. */
  Value call(Call call, Arguments arguments, Scope scope) {
    Value callee = evaluate(call.callee(), scope);
    rendering.at(call.line());
    rendering.step();
    return switch (callee) {
      case Function function -> function.body().call(arguments);
      case Loop loop -> loop.descend(arguments);
      case Undefined(String what) ->
          throw rendering.invalid("expected something to call, but " + what + " is undefined");
      case Str _, Value.Plain _ ->
          throw rendering.invalid("expected something to call, found " + callee.typeName());
    };
  }

  Arguments arguments(ArgumentList list, Scope scope) {
    if (list.equals(ArgumentList.EMPTY)) {
      return new Arguments(rendering, List.of(), Map.of());
    }
    List<Value> positional = new ArrayList<>(list.positional().size());
    for (Expression argument : list.positional()) {
      positional.add(evaluate(argument, scope));
    }
    if (list.rest() != null) {
      List<Value> rest = Operations.iterate(rendering, evaluate(list.rest(), scope));
      rendering.entries(rest.size());
      positional.addAll(rest);
    }
    Map<String, Value> named = new LinkedHashMap<>();
    for (NamedArgument argument : list.named()) {
      named.put(argument.name(), evaluate(argument.value(), scope));
    }
    if (list.namedRest() != null) {
      addNamed(named, evaluate(list.namedRest(), scope));
    }
    return new Arguments(rendering, positional, named);
  }

  private void addNamed(Map<String, Value> named, Value more) {
    if (!(more instanceof Mapping(Map<Value, Value> entries))) {
      throw rendering.invalid("expected an object behind '**', found " + more.typeName());
    }
    rendering.entries(entries.size());
    for (Map.Entry<Value, Value> entry : entries.entrySet()) {
      String name = entry.getKey() instanceof Str key ? key.ownWords() : null;
      if (name == null) {
        throw rendering.invalid("expected names of the template's own behind '**'");
      }
      named.put(name, entry.getValue());
    }
  }

  private Value filter(Filter filter, Scope scope) {
    if (filter.input() == null) {
      throw rendering.invalid("expected a value for the filter " + filter.name());
    }
    return filter(filter, evaluate(filter.input(), scope), scope);
  }

  /** Runs text through a filter that was written without its input, or a chain of them. */
  Value filterText(Filter filter, Str text, Scope scope) {
    Value input =
        filter.input() instanceof Filter earlier ? filterText(earlier, text, scope) : text;
    return filter(filter, input, scope);
  }

  private Value filter(Filter filter, Value input, Scope scope) {
    Arguments arguments = arguments(filter.arguments(), scope);
    rendering.at(filter.line());
    return Filters.apply(filter.name(), input, arguments);
  }

  private Value test(Test test, Scope scope) {
    Value input = evaluate(test.input(), scope);
    Arguments arguments = arguments(test.arguments(), scope);
    rendering.at(test.line());
    return Bool.of(Tests.holds(test.name(), input, arguments));
  }

  private Value and(And and, Scope scope) {
    Value left = evaluate(and.left(), scope);
    return Operations.isTrue(left) ? evaluate(and.right(), scope) : left;
  }

  private Value or(Or or, Scope scope) {
    Value left = evaluate(or.left(), scope);
    return Operations.isTrue(left) ? left : evaluate(or.right(), scope);
  }

  private Value sign(Sign sign, Scope scope) {
    Value operand = evaluate(sign.operand(), scope);
    rendering.at(sign.line());
    requireDefined(operand);
    return Numbers.signed(rendering, sign.isNegative(), operand);
  }

  private Value arithmetic(Arithmetic arithmetic, Scope scope) {
    Value left = evaluate(arithmetic.left(), scope);
    Value right = evaluate(arithmetic.right(), scope);
    rendering.at(arithmetic.line());
    requireDefined(left);
    boolean formats = left instanceof Str && arithmetic.operator() == Expression.Operator.MODULO;
    if (!formats) {
      requireDefined(right);
    }
    return Operations.calculate(rendering, arithmetic.operator(), left, right);
  }

  private void requireDefined(Value value) {
    if (value instanceof Undefined(String what)) {
      throw rendering.invalid("expected a value, but " + what + " is undefined");
    }
  }

  private boolean holds(Comparison comparison, Scope scope) {
    Value left = evaluate(comparison.first(), scope);
    for (Comparand other : comparison.others()) {
      Value right = evaluate(other.operand(), scope);
      rendering.at(comparison.line());
      if (!holds(other.relation(), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private boolean holds(Relation relation, Value left, Value right) {
    return switch (relation) {
      case EQUAL -> Operations.areEqual(rendering, left, right);
      case NOT_EQUAL -> !Operations.areEqual(rendering, left, right);
      case LESS -> Operations.order(rendering, left, right) < 0;
      case LESS_OR_EQUAL -> Operations.order(rendering, left, right) <= 0;
      case GREATER -> Operations.order(rendering, left, right) > 0;
      case GREATER_OR_EQUAL -> Operations.order(rendering, left, right) >= 0;
      case IN -> Operations.contains(rendering, right, left);
      case NOT_IN -> !Operations.contains(rendering, right, left);
    };
  }

  private Value concatenation(Concatenation concatenation, Scope scope) {
    List<Value> parts = new ArrayList<>(concatenation.parts().size());
    for (Expression part : concatenation.parts()) {
      parts.add(evaluate(part, scope));
    }
    rendering.at(concatenation.line());
    Assembly whole = rendering.assemble();
    for (Value part : parts) {
      PythonText.write(rendering, part, whole);
    }
    return whole.finish();
  }

  private Value conditional(Conditional conditional, Scope scope) {
    if (isTrue(conditional.condition(), scope)) {
      return evaluate(conditional.then(), scope);
    }
    return conditional.otherwise() == null
        ? new Undefined("an inline if without else")
        : evaluate(conditional.otherwise(), scope);
  }

  private Value list(ListLiteral list, Scope scope) {
    List<Value> values = new ArrayList<>(list.items().size());
    for (Expression item : list.items()) {
      values.add(evaluate(item, scope));
    }
    return new Items(list.isTuple() ? Items.Shape.TUPLE : Items.Shape.LIST, values);
  }

  private Value map(MapLiteral map, Scope scope) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (Pair pair : map.pairs()) {
      Value key = evaluate(pair.key(), scope);
      rendering.at(map.line());
      entries.put(Operations.key(rendering, key), evaluate(pair.value(), scope));
    }
    return new Mapping(entries);
  }
}
