// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.TemplateException.Reason;
import io.adyton.server.chat.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} on.
 *
 * <p>Follows the lexer of Jinja2 3.1 in what whitespace it drops: a line break after a block or a
 * comment, the indentation in front of one, all whitespace beside a {@code -}, and the last line
 * break of the source. A {@code +} keeps what would be dropped.
 */
final class Lexer {
  /** Longest first where one is the beginning of another. */
  private static final String[] OPERATORS = {
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}",
    ">", "<", "=", ".", ":", "|", ",", ";"
  };

  private static final int LONGEST_NAME = 256;

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;

  /** Whether what was read last ended with a line break, so that a tag here starts a line. */
  private boolean startsLine = true;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokenize(String source) {
    String text = source.replace("\r\n", "\n").replace('\r', '\n');
    return new Lexer(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).read();
  }

  private List<Token> read() {
    while (position < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        data(source.substring(position), source.length());
        break;
      }
      char kind = source.charAt(tag + 1);
      int afterSign = tag + 2;
      char sign = afterSign < source.length() ? source.charAt(afterSign) : ' ';
      boolean signed = sign == '-' || sign == '+';
      data(kept(position, tag, sign, kind != '{'), signed ? afterSign + 1 : afterSign);
      switch (kind) {
        case '{' -> inside(Kind.VARIABLE_BEGIN, Kind.VARIABLE_END, "}}");
        case '#' -> comment();
        default -> {
          if (!raw()) {
            inside(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
          }
        }
      }
    }
    add(Kind.END, "", line);
    return tokens;
  }

  private int nextTag() {
    for (int at = source.indexOf('{', position);
        at >= 0 && at + 1 < source.length();
        at = source.indexOf('{', at + 1)) {
      char next = source.charAt(at + 1);
      if (next == '{' || next == '%' || next == '#') {
        return at;
      }
    }
    return -1;
  }

  /** Returns the text in front of a tag without the whitespace that the tag drops. */
  private String kept(int from, int tag, char sign, boolean dropsIndentation) {
    if (sign == '-') {
      int end = tag;
      while (end > from && Characters.isSpace(source.charAt(end - 1))) {
        end--;
      }
      return source.substring(from, end);
    }
    if (sign != '+' && dropsIndentation) {
      int start = tag;
      while (start > from
          && source.charAt(start - 1) != '\n'
          && Characters.isSpace(source.charAt(start - 1))) {
        start--;
      }
      if (start > from ? source.charAt(start - 1) == '\n' : startsLine) {
        return source.substring(from, start);
      }
    }
    return source.substring(from, tag);
  }

  private void data(String text, int next) {
    if (!text.isEmpty()) {
      add(Kind.DATA, text, line);
    }
    advance(next);
  }

  private void comment() {
    int end = source.indexOf("#}", position);
    if (end < 0) {
      throw syntax("expected '#}' at the end of the comment");
    }
    afterBlock(end > position ? source.charAt(end - 1) : ' ', end + 2);
  }

  /** Reads a raw block whole if one starts here. */
  private boolean raw() {
    int at = skipSpace(position);
    if (!source.startsWith("raw", at)) {
      return false;
    }
    at = skipSpace(at + 3);
    boolean strip = source.startsWith("-%}", at);
    if (!strip && !source.startsWith("%}", at)) {
      return false;
    }
    advance(strip ? skipSpace(at + 3) : at + 2);
    for (int tag = source.indexOf("{%", position); tag >= 0; tag = source.indexOf("{%", tag + 2)) {
      char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
      int name = skipSpace(sign == '-' || sign == '+' ? tag + 3 : tag + 2);
      if (source.startsWith("endraw", name)) {
        int end = skipSpace(name + 6);
        boolean endSigned = end < source.length() && "+-".indexOf(source.charAt(end)) >= 0;
        int close = endSigned ? end + 1 : end;
        if (source.startsWith("%}", close)) {
          data(kept(position, tag, sign, true), close);
          afterBlock(endSigned ? source.charAt(end) : ' ', close + 2);
          return true;
        }
      }
    }
    throw syntax("expected '{% endraw %}' at the end of the raw block");
  }

  /** Moves behind a block or comment and the whitespace that its end drops. */
  private void afterBlock(char sign, int next) {
    if (sign == '-') {
      advance(skipSpace(next));
    } else if (sign != '+' && next < source.length() && source.charAt(next) == '\n') {
      advance(next + 1);
    } else {
      advance(next);
    }
  }

  private void inside(Kind begin, Kind end, String closing) {
    add(begin, "", line);
    Deque<Character> open = new ArrayDeque<>();
    while (true) {
      advance(skipSpace(position));
      if (position >= source.length()) {
        throw syntax("expected '" + closing + "'");
      }
      if (open.isEmpty() && closes(end, closing)) {
        return;
      }
      char first = source.charAt(position);
      if (Characters.isDigit(first)) {
        number();
      } else if (Character.isUnicodeIdentifierStart(first) || first == '_') {
        name();
      } else if (first == '"' || first == '\'') {
        string(first);
      } else {
        operator(open);
      }
    }
  }

  private boolean closes(Kind end, String closing) {
    char first = source.charAt(position);
    boolean block = end == Kind.BLOCK_END;
    boolean signed = (first == '-' || (block && first == '+'));
    int at = signed ? position + 1 : position;
    if (!source.startsWith(closing, at)) {
      return false;
    }
    add(end, "", line);
    if (block) {
      afterBlock(signed ? first : ' ', at + 2);
    } else {
      advance(first == '-' ? skipSpace(at + 2) : at + 2);
    }
    return true;
  }

  private void name() {
    int end = position + 1;
    while (end < source.length() && Character.isUnicodeIdentifierPart(source.charAt(end))) {
      end++;
    }
    if (end - position > LONGEST_NAME) {
      throw syntax("expected names of at most " + LONGEST_NAME + " characters");
    }
    take(Kind.NAME, end);
  }

  private void number() {
    int end = digits(position);
    boolean fraction = false;
    boolean afterDot = position > 0 && source.charAt(position - 1) == '.';
    if (source.charAt(position) == '0' && end == position + 1 && end < source.length()) {
      int radix = radix(source.charAt(end));
      if (radix > 0) {
        int at = end + 1;
        while (at < source.length()
            && (Character.digit(source.charAt(at), radix) >= 0 || source.charAt(at) == '_')) {
          at++;
        }
        take(Kind.INTEGER, at);
        return;
      }
    }
    if (!afterDot && isDigitAt(end + 1) && source.charAt(end) == '.') {
      end = digits(end + 1);
      fraction = true;
    }
    if (!afterDot && end < source.length() && (source.charAt(end) | 0x20) == 'e') {
      int exponent = end + 1;
      if (exponent < source.length() && "+-".indexOf(source.charAt(exponent)) >= 0) {
        exponent++;
      }
      if (isDigitAt(exponent)) {
        end = digits(exponent);
        fraction = true;
      }
    }
    take(fraction ? Kind.FLOAT : Kind.INTEGER, end);
  }

  private static int radix(char letter) {
    return switch (letter) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 0;
    };
  }

  private int digits(int from) {
    int at = from;
    while (isDigitAt(at)
        || (at < source.length() && source.charAt(at) == '_' && isDigitAt(at + 1))) {
      at++;
    }
    return at;
  }

  private boolean isDigitAt(int at) {
    return at < source.length() && Characters.isDigit(source.charAt(at));
  }

  private void string(char quote) {
    StringBuilder text = new StringBuilder();
    int at = position + 1;
    while (at < source.length() && source.charAt(at) != quote) {
      at = source.charAt(at) == '\\' ? escape(at, text) : literal(at, text);
    }
    if (at >= source.length()) {
      throw syntax("expected a closing " + quote);
    }
    add(Kind.STRING, text.toString(), line);
    advance(at + 1);
  }

  private int literal(int at, StringBuilder text) {
    text.append(source.charAt(at));
    return at + 1;
  }

  /** Resolves one escape as Python's string literals do; an unknown one stands for itself. */
  private int escape(int at, StringBuilder text) {
    if (at + 1 >= source.length()) {
      throw syntax("expected a closing quote");
    }
    char kind = source.charAt(at + 1);
    int simple = "abfnrtv\\'\"".indexOf(kind);
    if (simple >= 0) {
      text.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
      return at + 2;
    }
    return switch (kind) {
      case '\n' -> at + 2;
      case 'x' -> codePoint(at + 2, 2, text);
      case 'u' -> codePoint(at + 2, 4, text);
      case 'U' -> codePoint(at + 2, 8, text);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(at + 1, text);
      default -> {
        text.append('\\').append(kind);
        yield at + 2;
      }
    };
  }

  private int codePoint(int at, int digits, StringBuilder text) {
    int end = at + digits;
    long value = 0;
    for (int i = at; i < end; i++) {
      int digit = i < source.length() ? Character.digit(source.charAt(i), 16) : -1;
      if (digit < 0) {
        throw syntax("expected " + digits + " hexadecimal digits in the escape");
      }
      value = value * 16 + digit;
    }
    if (value > Character.MAX_CODE_POINT || (value >= 0xD800 && value <= 0xDFFF)) {
      throw syntax("expected the escape to name a character");
    }
    text.appendCodePoint((int) value);
    return end;
  }

  private int octal(int at, StringBuilder text) {
    int value = 0;
    int end = at;
    while (end < at + 3 && end < source.length() && Character.digit(source.charAt(end), 8) >= 0) {
      value = value * 8 + Character.digit(source.charAt(end), 8);
      end++;
    }
    text.appendCodePoint(value);
    return end;
  }

  private void operator(Deque<Character> open) {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, position)) {
        balance(operator.charAt(0), open);
        take(Kind.OPERATOR, position + operator.length());
        return;
      }
    }
    throw syntax("unexpected character");
  }

  private void balance(char bracket, Deque<Character> open) {
    switch (bracket) {
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '{' -> open.push('}');
      case ')', ']', '}' -> {
        if (open.isEmpty() || open.pop() != bracket) {
          throw syntax("unexpected '" + bracket + "'");
        }
      }
      default -> {}
    }
  }

  private void take(Kind kind, int end) {
    add(kind, source.substring(position, end), line);
    advance(end);
  }

  private void add(Kind kind, String text, int atLine) {
    tokens.add(new Token(kind, text, atLine));
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < source.length() && Characters.isSpace(source.charAt(at))) {
      at++;
    }
    return at;
  }

  private void advance(int to) {
    for (int at = position; at < to; at++) {
      if (source.charAt(at) == '\n') {
        line++;
      }
    }
    if (to > position) {
      startsLine = source.charAt(to - 1) == '\n';
    }
    position = to;
  }

  private TemplateException syntax(String expectation) {
    return new TemplateException(Reason.SYNTAX, line, expectation);
  }
}
