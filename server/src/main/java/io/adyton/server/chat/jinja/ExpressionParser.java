// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.And;
import io.adyton.server.chat.jinja.Expression.Arithmetic;
import io.adyton.server.chat.jinja.Expression.Comparand;
import io.adyton.server.chat.jinja.Expression.Comparison;
import io.adyton.server.chat.jinja.Expression.Concatenation;
import io.adyton.server.chat.jinja.Expression.Conditional;
import io.adyton.server.chat.jinja.Expression.Filter;
import io.adyton.server.chat.jinja.Expression.ListLiteral;
import io.adyton.server.chat.jinja.Expression.Not;
import io.adyton.server.chat.jinja.Expression.Operator;
import io.adyton.server.chat.jinja.Expression.Or;
import io.adyton.server.chat.jinja.Expression.Relation;
import io.adyton.server.chat.jinja.Expression.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the trees of expressions, with the precedences of Jinja2. */
final class ExpressionParser {
  private static final Map<String, Operator> SUMS =
      Map.of("+", Operator.ADD, "-", Operator.SUBTRACT);
  private static final Map<String, Operator> PRODUCTS =
      Map.of(
          "*", Operator.MULTIPLY,
          "/", Operator.DIVIDE,
          "//", Operator.FLOOR_DIVIDE,
          "%", Operator.MODULO);
  private static final Map<String, Relation> RELATIONS =
      Map.of(
          "==", Relation.EQUAL,
          "!=", Relation.NOT_EQUAL,
          "<", Relation.LESS,
          "<=", Relation.LESS_OR_EQUAL,
          ">", Relation.GREATER,
          ">=", Relation.GREATER_OR_EQUAL);

  private final TokenStream tokens;
  private final OperandParser operands;
  private final PostfixParser postfixes;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.operands = new OperandParser(tokens, this);
    this.postfixes = new PostfixParser(tokens, this, operands);
  }

  /** Starts to note the names that are read, for the body of a macro. */
  void startRecordingNames() {
    operands.startRecordingNames();
  }

  Set<String> stopRecordingNames() {
    return operands.stopRecordingNames();
  }

  /** Reads a filter's name and arguments. */
  Filter filter(@Nullable Expression input) {
    return postfixes.filter(input);
  }

  /** Reads what stands between round brackets, which may be nothing: an empty tuple. */
  Expression bracketedTuple() {
    return tuple(true, true, Set.of());
  }

  /** Reads an expression, or several with commas between, which make a tuple. */
  Expression tuple() {
    return tuple(true, false, Set.of());
  }

  /** Like {@link #tuple()}, but leaves a following {@code if} or {@code ends} alone. */
  Expression plainTuple(Set<String> ends) {
    return tuple(false, false, ends);
  }

  private Expression tuple(boolean conditional, boolean mayBeEmpty, Set<String> ends) {
    int line = tokens.current().line();
    List<Expression> items = new ArrayList<>();
    boolean isTuple = false;
    while (!endsTuple(ends)) {
      items.add(conditional ? expression() : or());
      if (!tokens.skipOperator(",")) {
        break;
      }
      isTuple = true;
    }
    if (!isTuple && !items.isEmpty()) {
      return items.getFirst();
    }
    if (items.isEmpty() && !mayBeEmpty) {
      throw tokens.expected("an expression");
    }
    return new ListLiteral(items, true, line);
  }

  private boolean endsTuple(Set<String> ends) {
    Token token = tokens.current();
    return switch (token.kind()) {
      case VARIABLE_END, BLOCK_END, END -> true;
      case OPERATOR -> token.text().equals(")");
      case NAME -> ends.contains(token.text());
      case DATA, VARIABLE_BEGIN, BLOCK_BEGIN, STRING, INTEGER, FLOAT -> false;
    };
  }

  Expression expression() {
    tokens.enter();
    int nesting = tokens.nesting();
    Expression result = or();
    while (tokens.current().isName("if")) {
      int line = tokens.next().line();
      tokens.enter();
      Expression condition = or();
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      result = new Conditional(condition, result, otherwise, line);
    }
    tokens.leaveTo(nesting);
    tokens.leave();
    return result;
  }

  // In the chains below every link is a level deeper in the tree, so it enters one.

  private Expression or() {
    int nesting = tokens.nesting();
    Expression left = and();
    while (tokens.current().isName("or")) {
      int line = tokens.next().line();
      tokens.enter();
      left = new Or(left, and(), line);
    }
    tokens.leaveTo(nesting);
    return left;
  }

  private Expression and() {
    int nesting = tokens.nesting();
    Expression left = not();
    while (tokens.current().isName("and")) {
      int line = tokens.next().line();
      tokens.enter();
      left = new And(left, not(), line);
    }
    tokens.leaveTo(nesting);
    return left;
  }

  private Expression not() {
    if (!tokens.current().isName("not")) {
      return comparison();
    }
    int line = tokens.next().line();
    tokens.enter();
    Expression operand = not();
    tokens.leave();
    return new Not(operand, line);
  }

  private Expression comparison() {
    int line = tokens.current().line();
    Expression first = sum();
    List<Comparand> others = new ArrayList<>();
    for (Relation next = relation(); next != null; next = relation()) {
      others.add(new Comparand(next, sum()));
    }
    return others.isEmpty() ? first : new Comparison(first, others, line);
  }

  private @Nullable Relation relation() {
    Token token = tokens.current();
    if (token.kind() == Token.Kind.OPERATOR) {
      Relation relation = RELATIONS.get(token.text());
      if (relation != null) {
        tokens.next();
      }
      return relation;
    }
    if (tokens.skipName("in")) {
      return Relation.IN;
    }
    if (token.isName("not") && tokens.following().isName("in")) {
      tokens.next();
      tokens.next();
      return Relation.NOT_IN;
    }
    return null;
  }

  private Expression sum() {
    int nesting = tokens.nesting();
    Expression left = concatenation();
    for (Operator next = operator(SUMS); next != null; next = operator(SUMS)) {
      int line = tokens.next().line();
      tokens.enter();
      left = new Arithmetic(next, left, concatenation(), line);
    }
    tokens.leaveTo(nesting);
    return left;
  }

  private @Nullable Operator operator(Map<String, Operator> among) {
    Token token = tokens.current();
    return token.kind() == Token.Kind.OPERATOR ? among.get(token.text()) : null;
  }

  private Expression concatenation() {
    int line = tokens.current().line();
    Expression first = product();
    if (!tokens.current().isOperator("~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return new Concatenation(parts, line);
  }

  private Expression product() {
    int nesting = tokens.nesting();
    Expression left = power();
    for (Operator next = operator(PRODUCTS); next != null; next = operator(PRODUCTS)) {
      int line = tokens.next().line();
      tokens.enter();
      left = new Arithmetic(next, left, power(), line);
    }
    tokens.leaveTo(nesting);
    return left;
  }

  private Expression power() {
    int nesting = tokens.nesting();
    Expression left = signed(true);
    while (tokens.current().isOperator("**")) {
      int line = tokens.next().line();
      tokens.enter();
      left = new Arithmetic(Operator.POWER, left, signed(true), line);
    }
    tokens.leaveTo(nesting);
    return left;
  }

  private Expression signed(boolean withFilters) {
    Token token = tokens.current();
    int nesting = tokens.nesting();
    Expression result;
    if (token.isOperator("-") || token.isOperator("+")) {
      tokens.next();
      tokens.enter();
      result = new Sign(token.isOperator("-"), signed(false), token.line());
    } else {
      result = operands.primary();
    }
    result = postfixes.accessors(result);
    if (withFilters) {
      result = postfixes.filtersAndTests(result);
    }
    tokens.leaveTo(nesting);
    return result;
  }
}
