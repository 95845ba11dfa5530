// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Prints a date by the directives of C's {@code strftime}, in the C locale. */
final class Strftime {
  private Strftime() {}

  static Str format(Rendering rendering, Str format, ZonedDateTime now) {
    Assembly printed = rendering.assemble();
    for (int at = 0; at < format.length(); ) {
      int next = format.next(at);
      if (format.byteAt(at) != '%' || next == format.length()) {
        printed.append(format, at, next);
        at = next;
        continue;
      }
      rendering.step();
      boolean bare = format.byteAt(next) == '-' && next + 1 < format.length();
      int directive = bare ? next + 1 : next;
      printed.append(field(rendering, (char) format.byteAt(directive), bare, now));
      at = directive + 1;
    }
    return printed.finish();
  }

  private static String field(
      Rendering rendering, char directive, boolean bare, ZonedDateTime now) {
    String text =
        switch (directive) {
          case '%' -> "%";
          case 'n' -> "\n";
          case 't' -> "\t";
          case 'I' -> padded((now.getHour() + 11) % 12 + 1, 2);
          case 'U' -> padded((now.getDayOfYear() + 6 - now.getDayOfWeek().getValue() % 7) / 7, 2);
          case 'W' -> padded((now.getDayOfYear() + 7 - now.getDayOfWeek().getValue()) / 7, 2);
          case 'w' -> Integer.toString(now.getDayOfWeek().getValue() % 7);
          case 'u' -> Integer.toString(now.getDayOfWeek().getValue());
          case 'V' -> padded(now.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
          case 'G' -> Integer.toString(now.get(IsoFields.WEEK_BASED_YEAR));
          case 'e' -> spaced(now.getDayOfMonth());
          case 'C' -> padded(now.getYear() / 100, 2);
          case 's' -> Long.toString(now.toEpochSecond());
          default ->
              now.format(DateTimeFormatter.ofPattern(pattern(rendering, directive), Locale.US));
        };
    int start = 0;
    while (bare && start < text.length() - 1 && " 0".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    return text.substring(start);
  }

  private static String pattern(Rendering rendering, char directive) {
    return switch (directive) {
      case 'a' -> "EEE";
      case 'A' -> "EEEE";
      case 'b', 'h' -> "MMM";
      case 'B' -> "MMMM";
      case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
      case 'd' -> "dd";
      case 'D', 'x' -> "MM/dd/yy";
      case 'f' -> "SSSSSS";
      case 'F' -> "yyyy-MM-dd";
      case 'H' -> "HH";
      case 'j' -> "DDD";
      case 'm' -> "MM";
      case 'M' -> "mm";
      case 'p' -> "a";
      case 'R' -> "HH:mm";
      case 'S' -> "ss";
      case 'T', 'X' -> "HH:mm:ss";
      case 'y' -> "yy";
      case 'Y' -> "yyyy";
      case 'z' -> "xx";
      case 'Z' -> "zzz";
      default -> throw rendering.invalid("expected a directive of strftime behind '%'");
    };
  }

  private static String padded(int number, int width) {
    return "0".repeat(Math.max(0, width - Integer.toString(number).length())) + number;
  }

  private static String spaced(int number) {
    return number < 10 ? " " + number : Integer.toString(number);
  }
}
