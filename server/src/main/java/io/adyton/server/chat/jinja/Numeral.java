// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A string read as a number, as Python's {@code int()} and {@code float()} read it.
 *
 * <p>It is judged where it lies: of what the request said only the digits of a decimal number ever
 * reach the heap.
 */
final class Numeral {
  private static final int LONGEST_BYTES = 64;

  private final Str string;
  private final int start;
  private final int unsigned;
  private final int end;

  private Numeral(Str string) {
    this.string = string;
    int from = 0;
    while (from < string.length() && Characters.isSpace(string.codePointAt(from))) {
      from = string.next(from);
    }
    int to = string.length();
    while (to > from && Characters.isSpace(string.codePointAt(string.previous(to)))) {
      to = string.previous(to);
    }
    start = from;
    end = to;
    unsigned = afterSign(from);
  }

  /** Returns the numeral in a string; null where the string is longer than any we read. */
  static @Nullable Numeral in(Str string) {
    return string.length() > LONGEST_BYTES ? null : new Numeral(string);
  }

  /** Returns the whole number it spells in a base from 2 to 36, or null if it spells none. */
  @Nullable Long whole(Rendering rendering, int base) {
    int first = afterPrefix(base);
    if (first == end || afterDigits(first, base) != end) {
      return null;
    }
    try {
      long negative = 0;
      for (int at = first; at < end; at++) {
        if (string.byteAt(at) != '_') {
          negative =
              Math.subtractExact(
                  Math.multiplyExact(negative, base), Character.digit(string.byteAt(at), base));
        }
      }
      return isNegative() ? negative : Math.negateExact(negative);
    } catch (ArithmeticException _) {
      throw rendering.fail(Reason.NUMBER_OUT_OF_RANGE, "expected numbers within 64 bits");
    }
  }

  /** Returns the number it spells in base ten, infinite and undefined ones too, or null. */
  @Nullable Double decimal() {
    if (spells("inf") || spells("infinity")) {
      return isNegative() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (spells("nan")) {
      return Double.NaN;
    }
    return isDecimal() ? Double.valueOf(withoutSeparators()) : null;
  }

  private boolean isDecimal() {
    int at = afterDigits(unsigned, 10);
    boolean hasDigits = at > unsigned;
    if (is(at, '.')) {
      int fraction = at + 1;
      at = afterDigits(fraction, 10);
      hasDigits |= at > fraction;
    }
    if (hasDigits && (is(at, 'e') || is(at, 'E'))) {
      int exponent = afterSign(at + 1);
      at = afterDigits(exponent, 10);
      hasDigits = at > exponent;
    }
    return hasDigits && at == end;
  }

  private String withoutSeparators() {
    StringBuilder digits = new StringBuilder(end - start);
    for (int at = start; at < end; at++) {
      if (string.byteAt(at) != '_') {
        digits.append((char) string.byteAt(at));
      }
    }
    return digits.toString();
  }

  private boolean isNegative() {
    return is(start, '-');
  }

  private boolean spells(String word) {
    if (end - unsigned != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase(string.byteAt(unsigned + i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int afterSign(int at) {
    return is(at, '+') || is(at, '-') ? at + 1 : at;
  }

  /**
   * Returns where the digits begin after {@code 0x} in base 16, {@code 0o} in 8, {@code 0b} in 2.
   */
  private int afterPrefix(int base) {
    char letter =
        switch (base) {
          case 16 -> 'x';
          case 8 -> 'o';
          case 2 -> 'b';
          default -> '0';
        };
    boolean hasPrefix =
        letter != '0'
            && is(unsigned, '0')
            && (is(unsigned + 1, letter) || is(unsigned + 1, Character.toUpperCase(letter)));
    int digits = hasPrefix ? unsigned + 2 : unsigned;
    return hasPrefix && is(digits, '_') && isDigit(digits + 1, base) ? digits + 1 : digits;
  }

  /** Returns where a run of digits ends, with single underscores between two of them. */
  private int afterDigits(int from, int base) {
    int at = from;
    while (isDigit(at, base)
        || at > from && is(at, '_') && isDigit(at - 1, base) && isDigit(at + 1, base)) {
      at++;
    }
    return at;
  }

  private boolean isDigit(int at, int base) {
    return at < end && string.byteAt(at) > 0 && Character.digit(string.byteAt(at), base) >= 0;
  }

  private boolean is(int at, char character) {
    return at < end && string.byteAt(at) == character;
  }
}
