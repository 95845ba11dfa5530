// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.TemplateException.Reason;
import io.adyton.server.chat.jinja.Token.Kind;
import java.util.List;

/** Reads tokens one after the other and counts how deeply what they say is nested. */
final class TokenStream {
  /**
   * Blocks, brackets and links of a chain of operators around one point. Far beyond what people
   * write, and far from what a thread's stack holds.
   */
  static final int NESTING_LIMIT = 200;

  private final List<Token> tokens;
  private int position;
  private int nesting;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(position);
  }

  Token following() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = current();
    if (position < tokens.size() - 1) {
      position++;
    }
    return token;
  }

  Token expect(Kind kind) {
    if (current().kind() != kind) {
      throw expected(new Token(kind, "a name", 0).describe());
    }
    return next();
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw expected("'" + operator + "'");
    }
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw expected("'" + name + "'");
    }
  }

  void expectEnd() {
    if (current().kind() != Kind.END) {
      throw expected("the end of the template");
    }
  }

  boolean skipOperator(String operator) {
    boolean found = current().isOperator(operator);
    if (found) {
      next();
    }
    return found;
  }

  boolean skipName(String name) {
    boolean found = current().isName(name);
    if (found) {
      next();
    }
    return found;
  }

  void enter() {
    nesting++;
    if (nesting > NESTING_LIMIT) {
      throw new TemplateException(
          Reason.NESTED_TOO_DEEPLY,
          current().line(),
          "expected at most " + NESTING_LIMIT + " levels of nesting");
    }
  }

  void leave() {
    nesting--;
  }

  int nesting() {
    return nesting;
  }

  /** Returns to the nesting of an earlier moment. */
  void leaveTo(int earlier) {
    nesting = earlier;
  }

  TemplateException expected(String expectation) {
    return new TemplateException(
        Reason.SYNTAX,
        current().line(),
        "expected " + expectation + ", found " + current().describe());
  }
}
