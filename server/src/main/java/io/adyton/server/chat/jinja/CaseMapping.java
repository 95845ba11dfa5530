// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Upper and lower case, character by character. Where one character becomes several in upper case,
 * as ß becomes SS, it does so here; a sigma at the end of a word is not treated apart.
 */
final class CaseMapping {
  private static final int LAST_THAT_EXPANDS = 0xFB17;

  /** Characters whose upper case is more than one, which Java knows of strings only. */
  private static final Map<Integer, int[]> UPPER = expansions();

  /** The one character whose lower case is more than one: I with a dot. */
  private static final Map<Integer, int[]> LOWER = Map.of(0x130, new int[] {'i', 0x307});

  private CaseMapping() {}

  static Str upper(Rendering rendering, Str string) {
    return new Mapping(rendering, string).with(Character::toUpperCase, UPPER);
  }

  static Str lower(Rendering rendering, Str string) {
    return new Mapping(rendering, string).with(Character::toLowerCase, LOWER);
  }

  static Str swap(Rendering rendering, Str string) {
    IntUnaryOperator swap =
        character ->
            Character.isUpperCase(character)
                ? Character.toLowerCase(character)
                : Character.toUpperCase(character);
    return new Mapping(rendering, string).with(swap, UPPER);
  }

  /** Raises the first character and lowers the rest. */
  static Str capitalize(Rendering rendering, Str string) {
    Mapping mapping = new Mapping(rendering, string);
    for (int at = 0; at < string.length(); at = string.next(at)) {
      int character = string.codePointAt(at);
      mapping.put(
          at, at == 0 ? Character.toTitleCase(character) : Character.toLowerCase(character));
    }
    return mapping.target.finish();
  }

  /** Raises every character that follows none with a case, as {@code str.title} does. */
  static Str title(Rendering rendering, Str string) {
    Mapping mapping = new Mapping(rendering, string);
    boolean inWord = false;
    for (int at = 0; at < string.length(); at = string.next(at)) {
      int character = string.codePointAt(at);
      mapping.put(at, inWord ? Character.toLowerCase(character) : Character.toTitleCase(character));
      inWord = Characters.isCased(character);
    }
    return mapping.target.finish();
  }

  /** Raises every character at the start of a word, as the filter {@code title} does. */
  static Str titleWords(Rendering rendering, Str string) {
    Mapping mapping = new Mapping(rendering, string);
    boolean starts = true;
    for (int at = 0; at < string.length(); at = string.next(at)) {
      int character = string.codePointAt(at);
      mapping.put(at, starts ? Character.toUpperCase(character) : Character.toLowerCase(character));
      starts = Characters.isSpace(character) || "-({[<".indexOf(character) >= 0;
    }
    return mapping.target.finish();
  }

  private static Map<Integer, int[]> expansions() {
    Map<Integer, int[]> expansions = new HashMap<>();
    for (int character = 0x80; character <= LAST_THAT_EXPANDS; character++) {
      int[] upper = Character.toString(character).toUpperCase(Locale.ROOT).codePoints().toArray();
      if (upper.length > 1) {
        expansions.put(character, upper);
      }
    }
    return expansions;
  }

  private record Mapping(Rendering rendering, Str string, Assembly target) {
    Mapping(Rendering rendering, Str string) {
      this(rendering, string, rendering.assemble());
      rendering.bytes(2 * string.length());
    }

    Str with(IntUnaryOperator mapper, Map<Integer, int[]> expansions) {
      for (int at = 0; at < string.length(); at = string.next(at)) {
        int character = string.codePointAt(at);
        int[] several = character > 0x7F ? expansions.get(character) : null;
        if (several == null) {
          put(at, mapper.applyAsInt(character));
        } else {
          for (int each : several) {
            put(at, each);
          }
        }
      }
      return target.finish();
    }

    /** Appends what became of the character at {@code at}. */
    void put(int at, int character) {
      target.append(character, string.holdsContent() && string.content().overlaps(at, at + 1));
    }
  }
}
