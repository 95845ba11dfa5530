// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands between the braces of a template, as a tree. */
sealed interface Expression {
  /** Returns the line of the template, counted from 1. */
  int line();

  record Literal(Value value, int line) implements Expression {}

  record Name(String name, int line) implements Expression {}

  /** {@code [a, b]}, or {@code (a, b)} for a tuple. */
  record ListLiteral(List<Expression> items, boolean isTuple, int line) implements Expression {}

  record MapLiteral(List<Pair> pairs, int line) implements Expression {}

  record Pair(Expression key, Expression value) {}

  /** {@code target.name}. */
  record Attribute(Expression target, String name, Str key, int line) implements Expression {}

  /** {@code target[index]}. */
  record Subscript(Expression target, Expression index, int line) implements Expression {}

  /** {@code target[start:stop:step]}. */
  record Slice(
      Expression target,
      @Nullable Expression start,
      @Nullable Expression stop,
      @Nullable Expression step,
      int line)
      implements Expression {}

  record Call(Expression callee, ArgumentList arguments, int line) implements Expression {}

  /** {@code input|name(arguments)}; a filter block has no input until it runs. */
  record Filter(@Nullable Expression input, String name, ArgumentList arguments, int line)
      implements Expression {}

  /** {@code input is name(arguments)}. */
  record Test(Expression input, String name, ArgumentList arguments, int line)
      implements Expression {}

  record Not(Expression operand, int line) implements Expression {}

  record And(Expression left, Expression right, int line) implements Expression {}

  record Or(Expression left, Expression right, int line) implements Expression {}

  /** {@code -operand}, or {@code +operand}. */
  record Sign(boolean isNegative, Expression operand, int line) implements Expression {}

  record Arithmetic(Operator operator, Expression left, Expression right, int line)
      implements Expression {}

  enum Operator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    FLOOR_DIVIDE,
    MODULO,
    POWER
  }

  /** {@code a ~ b ~ c}. */
  record Concatenation(List<Expression> parts, int line) implements Expression {}

  /** {@code first < a <= b}: each compared with its neighbour. */
  record Comparison(Expression first, List<Comparand> others, int line) implements Expression {}

  record Comparand(Relation relation, Expression operand) {}

  enum Relation {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IN,
    NOT_IN
  }

  /** {@code then if condition else otherwise}. */
  record Conditional(
      Expression condition, Expression then, @Nullable Expression otherwise, int line)
      implements Expression {}

  /** The arguments of a call as they are written. */
  record ArgumentList(
      List<Expression> positional,
      List<NamedArgument> named,
      @Nullable Expression rest,
      @Nullable Expression namedRest) {
    static final ArgumentList EMPTY = new ArgumentList(List.of(), List.of(), null, null);
  }

  record NamedArgument(String name, Expression value) {}
}
