// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

/** Classes of characters as Python's {@code str} sees them. */
final class Characters {
  private Characters() {}

  static boolean isSpace(int codePoint) {
    return codePoint <= ' '
        ? codePoint == ' '
            || (codePoint >= 0x09 && codePoint <= 0x0D)
            || (codePoint >= 0x1C && codePoint <= 0x1F)
        : codePoint == 0x85 || codePoint == 0xA0 || isWideSpace(codePoint);
  }

  /** Returns whether {@code splitlines} ends a line here. */
  static boolean isLineBreak(int codePoint) {
    return (codePoint >= 0x0A && codePoint <= 0x0D)
        || (codePoint >= 0x1C && codePoint <= 0x1E)
        || codePoint == 0x85
        || codePoint == 0x2028
        || codePoint == 0x2029;
  }

  static boolean isDigit(int codePoint) {
    return codePoint >= '0' && codePoint <= '9';
  }

  /** Returns whether {@code repr} shows the character as it is. */
  static boolean isPrintable(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint >= ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  static boolean isCased(int codePoint) {
    return Character.isUpperCase(codePoint)
        || Character.isLowerCase(codePoint)
        || Character.isTitleCase(codePoint);
  }

  private static boolean isWideSpace(int codePoint) {
    return codePoint >= 0x1680
        && (Character.getType(codePoint) == Character.SPACE_SEPARATOR
            || codePoint == 0x2028
            || codePoint == 0x2029);
  }
}
