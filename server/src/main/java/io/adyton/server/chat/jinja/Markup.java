// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

/**
 * HTML escaping. Chat templates have no HTML, yet some use {@code |safe}, and a string that is safe
 * escapes what is added to it.
 */
final class Markup {
  private Markup() {}

  /** Returns the string as HTML: as it is if it is HTML already. */
  static Str escape(Rendering rendering, Str string) {
    if (string.isMarkup()) {
      return string;
    }
    Assembly escaped = rendering.assemble();
    int copied = 0;
    for (int at = 0; at < string.length(); at++) {
      String replacement =
          switch (string.byteAt(at)) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            default -> "";
          };
      if (!replacement.isEmpty()) {
        escaped.append(string, copied, at).append(replacement);
        copied = at + 1;
      }
    }
    return escaped.append(string, copied, string.length()).finish().asMarkup(true);
  }
}
