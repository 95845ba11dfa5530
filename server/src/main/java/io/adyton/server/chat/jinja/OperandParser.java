// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.ListLiteral;
import io.adyton.server.chat.jinja.Expression.Literal;
import io.adyton.server.chat.jinja.Expression.MapLiteral;
import io.adyton.server.chat.jinja.Expression.Name;
import io.adyton.server.chat.jinja.Expression.Pair;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the trees of names, constants, lists and objects. */
final class OperandParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final Deque<Set<String>> recordings = new ArrayDeque<>();

  OperandParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  void startRecordingNames() {
    recordings.push(new HashSet<>());
  }

  Set<String> stopRecordingNames() {
    return recordings.pop();
  }

  Expression primary() {
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

  static long integer(Token token) {
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
            Expression inner = expressions.bracketedTuple();
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
      items.add(expressions.expression());
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
      Expression key = expressions.expression();
      tokens.expectOperator(":");
      pairs.add(new Pair(key, expressions.expression()));
      if (!tokens.skipOperator(",")) {
        break;
      }
    }
    tokens.expectOperator("}");
    return new MapLiteral(pairs, line);
  }
}
