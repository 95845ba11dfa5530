// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text of a setting may say.
 *
 * @param <T> what it becomes
 */
public sealed interface SettingType<T> {
  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not {@link #expected}
   */
  T parse(String text);

  /** Returns the values allowed, in words that follow "expected". */
  String expected();

  /** Returns what stands for the value in a synopsis. */
  String placeholder();

  private static IllegalArgumentException refusal(SettingType<?> type, String text) {
    return new IllegalArgumentException("expected " + type.expected() + ", got '" + text + "'");
  }

  /** A whole number between two bounds, both allowed. */
  record WholeNumber(long least, long most) implements SettingType<Long> {
    @Override
    public Long parse(String text) {
      try {
        long value = Long.parseLong(text.strip());
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Refused below, like a number out of range.
      }
      throw refusal(this, text);
    }

    @Override
    public String expected() {
      return least + " to " + most;
    }

    @Override
    public String placeholder() {
      return "N";
    }
  }

  /** Text of at least one character in one line. */
  record Line(String placeholder) implements SettingType<String> {
    @Override
    public String parse(String text) {
      if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
        throw refusal(this, text.replaceAll("\\p{Cntrl}", "?"));
      }
      return text.strip();
    }

    @Override
    public String expected() {
      return "one line of text";
    }
  }

  /** Names separated by commas; none is allowed. */
  record Names(String placeholder) implements SettingType<List<String>> {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    @Override
    public List<String> parse(String text) {
      if (text.isBlank()) {
        return List.of();
      }
      List<String> names = List.of(COMMA.split(text.strip(), -1));
      if (names.contains("")) {
        throw refusal(this, text);
      }
      return names;
    }

    @Override
    public String expected() {
      return "names separated by commas";
    }
  }

  /** A path of a file or folder, made absolute. */
  record FilePath(String placeholder) implements SettingType<Path> {
    @Override
    public Path parse(String text) {
      try {
        if (!text.isBlank()) {
          return Path.of(text).toAbsolutePath().normalize();
        }
      } catch (InvalidPathException e) {
        // Refused below, like an empty path.
      }
      throw refusal(this, text);
    }

    @Override
    public String expected() {
      return "a path";
    }
  }

  /** One of a few words. */
  record Choice(List<String> words) implements SettingType<String> {
    /** Copies the words. */
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String parse(String text) {
      String word = text.strip();
      if (!words.contains(word)) {
        throw refusal(this, text);
      }
      return word;
    }

    @Override
    public String expected() {
      return "one of " + String.join(", ", words);
    }

    @Override
    public String placeholder() {
      return String.join("|", words);
    }
  }

  /** A whole number of milliseconds, seconds, minutes or hours. */
  record TimeSpan(Duration least, Duration most) implements SettingType<Duration> {
    private static final Pattern SPELLING = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h)");

    @Override
    public Duration parse(String text) {
      Matcher matcher = SPELLING.matcher(text.strip());
      if (matcher.matches()) {
        long count = Long.parseLong(matcher.group(1));
        Duration span =
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(count);
              case "s" -> Duration.ofSeconds(count);
              case "m" -> Duration.ofMinutes(count);
              default -> Duration.ofHours(count);
            };
        if (span.compareTo(least) >= 0 && span.compareTo(most) <= 0) {
          return span;
        }
      }
      throw refusal(this, text);
    }

    @Override
    public String expected() {
      return spell(least) + " to " + spell(most) + " (units ms, s, m, h)";
    }

    @Override
    public String placeholder() {
      return "TIME";
    }

    private static String spell(Duration span) {
      return span.toMillis() % 1000 == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
    }
  }
}
