// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.ArgumentList;
import io.adyton.server.chat.jinja.Expression.Attribute;
import io.adyton.server.chat.jinja.Expression.Call;
import io.adyton.server.chat.jinja.Expression.Filter;
import io.adyton.server.chat.jinja.Expression.ListLiteral;
import io.adyton.server.chat.jinja.Expression.Literal;
import io.adyton.server.chat.jinja.Expression.NamedArgument;
import io.adyton.server.chat.jinja.Expression.Not;
import io.adyton.server.chat.jinja.Expression.Slice;
import io.adyton.server.chat.jinja.Expression.Subscript;
import io.adyton.server.chat.jinja.Expression.Test;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the trees of what follows an operand: attributes, calls, filters and tests. */
final class PostfixParser {
  private static final Set<String> TEST_ARGUMENT_ENDS = Set.of("else", "or", "and", "if");

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final OperandParser operands;

  PostfixParser(TokenStream tokens, ExpressionParser expressions, OperandParser operands) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.operands = operands;
  }

  Expression accessors(Expression start) {
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

  Expression filtersAndTests(Expression start) {
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
      Literal index = new Literal(new Value.Int(OperandParser.integer(name)), name.line());
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
    Expression start = tokens.current().isOperator(":") ? null : expressions.expression();
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
      items.add(expressions.expression());
    }
    return new ListLiteral(items, true, line);
  }

  private @Nullable Expression sliceBound() {
    Token token = tokens.current();
    return token.isOperator(":") || token.isOperator("]") ? null : expressions.expression();
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
    return new ArgumentList(List.of(accessors(operands.primary())), List.of(), null, null);
  }

  private ArgumentList arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    List<NamedArgument> named = new ArrayList<>();
    Expression rest = null;
    Expression namedRest = null;
    while (!tokens.current().isOperator(")")) {
      if (namedRest == null && rest == null && tokens.skipOperator("*")) {
        rest = expressions.expression();
      } else if (namedRest == null && tokens.skipOperator("**")) {
        namedRest = expressions.expression();
      } else if (namedRest == null
          && tokens.current().kind() == Token.Kind.NAME
          && tokens.following().isOperator("=")) {
        String name = tokens.next().text();
        tokens.next();
        named.add(new NamedArgument(name, expressions.expression()));
      } else if (namedRest == null && rest == null && named.isEmpty()) {
        positional.add(expressions.expression());
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
