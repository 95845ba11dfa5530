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
import io.adyton.server.chat.jinja.Expression.Operator;
import io.adyton.server.chat.jinja.Expression.Or;
import io.adyton.server.chat.jinja.Expression.Pair;
import io.adyton.server.chat.jinja.Expression.Relation;
import io.adyton.server.chat.jinja.Expression.Sign;
import io.adyton.server.chat.jinja.Expression.Slice;
import io.adyton.server.chat.jinja.Expression.Subscript;
import io.adyton.server.chat.jinja.Expression.Test;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the trees of expressions, with the precedences of Jinja2. */
final class ExpressionParser {
  private static final Set<String> TEST_ARGUMENT_ENDS = Set.of("else", "or", "and", "if");
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
  private final Deque<Set<String>> recordings = new ArrayDeque<>();

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** Starts to note the names that are read, for the body of a macro. */
  void startRecordingNames() {
    recordings.push(new HashSet<>());
  }

  Set<String> stopRecordingNames() {
    return recordings.pop();
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
      result = primary();
    }
    result = postfix(result);
    if (withFilters) {
      result = filtersAndTests(result);
    }
    tokens.leaveTo(nesting);
    return result;
  }

  private Expression primary() {
    Token token = tokens.current();
    return switch (token.kind()) {
      case NAME -> {
        tokens.next();
        yield name(token);
      }
      case STRING -> new Literal(Str.literal(strings()), token.line());
      case INTEGER -> {
        tokens.next();
        yield new Literal(new Value.Int(integer(token)), token.line());
      }
      case FLOAT -> {
        tokens.next();
        double value = Double.parseDouble(token.text().replace("_", ""));
        yield new Literal(new Value.Float(value), token.line());
      }
      case OPERATOR -> bracketed(token);
      case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END ->
          throw tokens.expected("an expression");
    };
  }

  private Expression name(Token token) {
    String constant = constantName(token.text());
    if (constant == null) {
      for (Set<String> names : recordings) {
        names.add(token.text());
      }
      return new Name(token.text(), token.line());
    }
    Value value =
        switch (constant) {
          case "true" -> Value.Bool.TRUE;
          case "false" -> Value.Bool.FALSE;
          default -> Value.None.NONE;
        };
    return new Literal(value, token.line());
  }

  /** Returns the constant that a name stands for, or null if it is a variable. */
  static @Nullable String constantName(String name) {
    return switch (name) {
      case "true", "True" -> "true";
      case "false", "False" -> "false";
      case "none", "None" -> "none";
      default -> null;
    };
  }

  /** Reads string literals that follow each other, which are one. */
  private String strings() {
    StringBuilder text = new StringBuilder();
    while (tokens.current().kind() == Token.Kind.STRING) {
      text.append(tokens.next().text());
    }
    return text.toString();
  }

  private static long integer(Token token) {
    String digits = token.text().replace("_", "");
    String prefix = digits.length() > 1 ? digits.substring(0, 2) : "";
    try {
      return switch (prefix) {
        case "0x", "0X" -> Long.parseLong(digits.substring(2), 16);
        case "0o", "0O" -> Long.parseLong(digits.substring(2), 8);
        case "0b", "0B" -> Long.parseLong(digits.substring(2), 2);
        default -> Long.parseLong(digits);
      };
    } catch (NumberFormatException _) {
      throw new TemplateException(
          Reason.NUMBER_OUT_OF_RANGE, token.line(), "expected a whole number of 64 bits");
    }
  }

  private Expression bracketed(Token open) {
    tokens.enter();
    Expression result =
        switch (open.text()) {
          case "(" -> {
            tokens.next();
            Expression inner = tuple(true, true, Set.of());
            tokens.expectOperator(")");
            yield inner;
          }
          case "[" -> list(open.line());
          case "{" -> map(open.line());
          default -> throw tokens.expected("an expression");
        };
    tokens.leave();
    return result;
  }

  private Expression list(int line) {
    tokens.next();
    List<Expression> items = new ArrayList<>();
    while (!tokens.current().isOperator("]")) {
      items.add(expression());
      if (!tokens.skipOperator(",")) {
        break;
      }
    }
    tokens.expectOperator("]");
    return new ListLiteral(items, false, line);
  }

  private Expression map(int line) {
    tokens.next();
    List<Pair> pairs = new ArrayList<>();
    while (!tokens.current().isOperator("}")) {
      Expression key = expression();
      tokens.expectOperator(":");
      pairs.add(new Pair(key, expression()));
      if (!tokens.skipOperator(",")) {
        break;
      }
    }
    tokens.expectOperator("}");
    return new MapLiteral(pairs, line);
  }

  private Expression postfix(Expression start) {
    Expression result = start;
    while (true) {
      Token token = tokens.current();
      if (token.isOperator(".")) {
        tokens.enter();
        result = attribute(result);
      } else if (token.isOperator("[")) {
        tokens.enter();
        result = subscript(result);
      } else if (token.isOperator("(")) {
        tokens.enter();
        result = new Call(result, arguments(), token.line());
      } else {
        return result;
      }
    }
  }

  private Expression filtersAndTests(Expression start) {
    Expression result = start;
    while (true) {
      Token token = tokens.current();
      if (token.isOperator("|")) {
        tokens.next();
        tokens.enter();
        result = filter(result);
      } else if (token.isName("is")) {
        tokens.enter();
        result = test(result);
      } else if (token.isOperator("(")) {
        tokens.enter();
        result = new Call(result, arguments(), token.line());
      } else {
        return result;
      }
    }
  }

  private Expression attribute(Expression target) {
    int line = tokens.next().line();
    Token name = tokens.next();
    if (name.kind() == Token.Kind.INTEGER) {
      Literal index = new Literal(new Value.Int(integer(name)), name.line());
      return new Subscript(target, index, line);
    }
    if (name.kind() != Token.Kind.NAME) {
      throw tokens.expected("a name or a number after '.'");
    }
    return new Attribute(target, attributeName(name), Str.literal(name.text()), line);
  }

  static String attributeName(Token name) {
    if (name.text().startsWith("__")) {
      throw new TemplateException(
          Reason.FORBIDDEN, name.line(), "names that begin with two underscores are refused");
    }
    return name.text();
  }

  private Expression subscript(Expression target) {
    int line = tokens.next().line();
    Expression start = tokens.current().isOperator(":") ? null : expression();
    if (start != null && !tokens.current().isOperator(":")) {
      if (tokens.current().isOperator(",")) {
        start = tupleFrom(start, line);
      }
      tokens.expectOperator("]");
      return new Subscript(target, start, line);
    }
    tokens.expectOperator(":");
    Expression stop = sliceBound();
    Expression step = tokens.skipOperator(":") ? sliceBound() : null;
    tokens.expectOperator("]");
    return new Slice(target, start, stop, step, line);
  }

  private Expression tupleFrom(Expression first, int line) {
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !tokens.current().isOperator("]")) {
      items.add(expression());
    }
    return new ListLiteral(items, true, line);
  }

  private @Nullable Expression sliceBound() {
    Token token = tokens.current();
    return token.isOperator(":") || token.isOperator("]") ? null : expression();
  }

  /** Reads a filter's name and arguments. */
  Filter filter(@Nullable Expression input) {
    Token name = tokens.expect(Token.Kind.NAME);
    String dotted = dottedName(name);
    ArgumentList arguments = tokens.current().isOperator("(") ? arguments() : ArgumentList.EMPTY;
    return new Filter(input, dotted, arguments, name.line());
  }

  private String dottedName(Token first) {
    StringBuilder name = new StringBuilder(first.text());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expect(Token.Kind.NAME).text());
    }
    return name.toString();
  }

  private Expression test(Expression input) {
    int line = tokens.next().line();
    boolean negated = tokens.skipName("not");
    String name = dottedName(tokens.expect(Token.Kind.NAME));
    Expression test = new Test(input, name, testArguments(), line);
    return negated ? new Not(test, line) : test;
  }

  private ArgumentList testArguments() {
    Token token = tokens.current();
    if (token.isOperator("(")) {
      return arguments();
    }
    boolean follows =
        switch (token.kind()) {
          case NAME -> !TEST_ARGUMENT_ENDS.contains(token.text());
          case STRING, INTEGER, FLOAT -> true;
          case OPERATOR -> token.text().equals("[") || token.text().equals("{");
          case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
        };
    if (!follows) {
      return ArgumentList.EMPTY;
    }
    if (token.isName("is")) {
      throw tokens.expected("one test; tests cannot be chained");
    }
    return new ArgumentList(List.of(postfix(primary())), List.of(), null, null);
  }

  private ArgumentList arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    List<NamedArgument> named = new ArrayList<>();
    Expression rest = null;
    Expression namedRest = null;
    while (!tokens.current().isOperator(")")) {
      if (namedRest == null && rest == null && tokens.skipOperator("*")) {
        rest = expression();
      } else if (namedRest == null && tokens.skipOperator("**")) {
        namedRest = expression();
      } else if (namedRest == null
          && tokens.current().kind() == Token.Kind.NAME
          && tokens.following().isOperator("=")) {
        String name = tokens.next().text();
        tokens.next();
        named.add(new NamedArgument(name, expression()));
      } else if (namedRest == null && rest == null && named.isEmpty()) {
        positional.add(expression());
      } else {
        throw tokens.expected("a named argument");
      }
      if (!tokens.skipOperator(",")) {
        break;
      }
    }
    tokens.expectOperator(")");
    return new ArgumentList(positional, named, rest, namedRest);
  }
}
