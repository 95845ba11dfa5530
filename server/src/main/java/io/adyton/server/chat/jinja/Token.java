// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

/**
 * One piece of a template's source.
 *
 * @param text the characters, with escapes of string literals resolved
 * @param line where it starts, counted from 1
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    DATA,
    VARIABLE_BEGIN,
    VARIABLE_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  /** Names the token in an error message. */
  String describe() {
    return switch (kind) {
      case DATA -> "template text";
      case VARIABLE_BEGIN -> "'{{'";
      case VARIABLE_END -> "'}}'";
      case BLOCK_BEGIN -> "'{%'";
      case BLOCK_END -> "'%}'";
      case NAME, OPERATOR, INTEGER, FLOAT -> "'" + text + "'";
      case STRING -> "a string";
      case END -> "the end of the template";
    };
  }
}
