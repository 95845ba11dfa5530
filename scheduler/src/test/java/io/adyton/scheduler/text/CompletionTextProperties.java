// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CompletionTextProperties {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('a', 'b', 'é', '\uD83D')
        .ofMaxLength(24)
        .map(string -> string.replace("\uD83D", "😀"));
  }

  @Provide
  Arbitrary<List<String>> stops() {
    return texts()
        .map(
            s ->
                s.substring(
                    0, s.offsetByCodePoints(0, Math.min(s.codePointCount(0, s.length()), 4))))
        .filter(stop -> !stop.isEmpty())
        .list()
        .ofMaxSize(4);
  }

  @Property
  void publishesWhatPrecedesTheFirstStopAndNothingElse(
      @ForAll("texts") String text, @ForAll("stops") List<String> stops, @ForAll long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(seed);
    StringBuilder published = new StringBuilder();
    boolean stopped = false;
    List<Text> stopTexts = stops.stream().map(Text::ofPublic).toList();
    try (CompletionText completion = new CompletionText(stopTexts)) {
      for (int at = 0; at < bytes.length && !stopped; ) {
        int count = Math.min(1 + random.nextInt(5), bytes.length - at);
        try (Text piece = Text.withCapacity(8).append(bytes, at, count)) {
          stopped = completion.accept(piece);
        }
        take(completion, published);
        at += count;
      }
      if (!stopped) {
        stopped = completion.finish();
        take(completion, published);
      }
    }
    stopTexts.forEach(Text::close);
    int cut = firstStop(text, stops);
    assertThat(stopped).isEqualTo(cut >= 0);
    assertThat(published.toString()).isEqualTo(cut >= 0 ? text.substring(0, cut) : text);
  }

  @Property
  void pieceIsCertainOnceItsLastCharacterIsReleased(
      @ForAll("texts") String text, @ForAll("stops") List<String> stops, @ForAll long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(seed);
    List<Text> stopTexts = stops.stream().map(Text::ofPublic).toList();
    List<Integer> ends = new ArrayList<>();
    List<Integer> certainAt = new ArrayList<>();
    boolean stopped = false;
    try (CompletionText completion = new CompletionText(stopTexts)) {
      for (int at = 0; at < bytes.length && !stopped; ) {
        int count = Math.min(1 + random.nextInt(5), bytes.length - at);
        try (Text piece = Text.withCapacity(8).append(bytes, at, count)) {
          stopped = completion.accept(piece);
        }
        at += count;
        ends.add(endOfCharacter(bytes, at));
        certainAt.add(completion.certainAt());
        take(completion, new StringBuilder());
        for (int i = 0; i < ends.size(); i++) {
          assertThat(certainAt.get(i) <= completion.releasedBytes())
              .isEqualTo(ends.get(i) <= completion.releasedBytes());
        }
      }
    }
    stopTexts.forEach(Text::close);
  }

  private static int endOfCharacter(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && (bytes[end] & 0xC0) == 0x80) {
      end++;
    }
    return end;
  }

  @Property
  void holdsBackNoMoreThanAStopMayNeed(
      @ForAll("texts") String text, @ForAll("stops") List<String> stops) {
    List<Text> stopTexts = stops.stream().map(Text::ofPublic).toList();
    int longest = stopTexts.stream().mapToInt(Text::length).max().orElse(1);
    int accepted = 0;
    int published = 0;
    boolean stopped = false;
    try (CompletionText completion = new CompletionText(stopTexts)) {
      for (int i = 0; i < text.length() && !stopped; i = text.offsetByCodePoints(i, 1)) {
        byte[] character = Character.toString(text.codePointAt(i)).getBytes(StandardCharsets.UTF_8);
        try (Text piece = Text.copyOf(character)) {
          stopped = completion.accept(piece);
        }
        accepted += character.length;
        Text released = completion.release();
        if (released != null) {
          published += released.length();
          released.close();
        }
        if (!stopped) {
          assertThat(accepted - published).isLessThan(longest);
        }
      }
    }
    stopTexts.forEach(Text::close);
  }

  private static void take(CompletionText completion, StringBuilder published) {
    Text released = completion.release();
    if (released != null) {
      String string = CharacterAssemblerProperties.utf8(released);
      assertThat(string.getBytes(StandardCharsets.UTF_8))
          .as("whole characters")
          .isEqualTo(CharacterAssemblerProperties.bytesOf(released));
      published.append(string);
      released.close();
    }
  }

  /** The stop that ends first counts; of those that end together, the longest. */
  private static int firstStop(String text, List<String> stops) {
    int cut = -1;
    int firstEnd = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = text.indexOf(stop);
      int end = at + stop.length();
      if (at >= 0 && (end < firstEnd || (end == firstEnd && at < cut))) {
        firstEnd = end;
        cut = at;
      }
    }
    return cut;
  }
}
