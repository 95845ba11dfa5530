// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CharacterAssemblerProperties {
  /** Bytes that are often almost UTF-8: heads without tails, tails without heads, surrogates. */
  @Provide
  Arbitrary<byte[]> nearlyUtf8() {
    Arbitrary<byte[]> whole =
        Arbitraries.strings().ofMaxLength(4).map(string -> string.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> broken = Arbitraries.bytes().array(byte[].class).ofMaxSize(3);
    Arbitrary<byte[]> critical =
        Arbitraries.of(0xE0, 0xED, 0xF0, 0xF4, 0xC0, 0xF5, 0x80, 0x9F, 0xA0, 0x8F, 0x90, 0xBF)
            .map(value -> new byte[] {value.byteValue()});
    return Arbitraries.oneOf(whole, broken, critical)
        .list()
        .ofMaxSize(12)
        .map(CharacterAssemblerProperties::joined);
  }

  @Property
  void replacesMaximalSubpartsAsUnicodeRecommends(
      @ForAll("nearlyUtf8") byte[] bytes, @ForAll long seed) {
    Random random = new Random(seed);
    CharacterAssembler assembler = new CharacterAssembler();
    try (Text target = Text.withCapacity(8)) {
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(1 + random.nextInt(4), bytes.length - at);
        try (Text piece = Text.withCapacity(4).append(bytes, at, count)) {
          assembler.accept(piece, target);
        }
        assertThat(utf8(target).getBytes(StandardCharsets.UTF_8)).isEqualTo(bytesOf(target));
        at += count;
      }
      assembler.finish(target);
      assertThat(utf8(target)).isEqualTo(reference(bytes));
    }
  }

  /** Character by character, with the JDK's strict decoder as the judge of what is well-formed. */
  private static String reference(byte[] bytes) {
    StringBuilder decoded = new StringBuilder();
    for (int at = 0; at < bytes.length; ) {
      int whole = 0;
      int begun = 1;
      for (int count = 1; count <= 4 && at + count <= bytes.length && whole == 0; count++) {
        byte[] part = Arrays.copyOfRange(bytes, at, at + count);
        whole = isWhole(part) ? count : 0;
        begun = isBeginning(part) ? count : begun;
      }
      decoded.append(whole > 0 ? new String(bytes, at, whole, StandardCharsets.UTF_8) : "\uFFFD");
      at += whole > 0 ? whole : begun;
    }
    return decoded.toString();
  }

  private static boolean isBeginning(byte[] part) {
    if (part.length == 4) {
      return false;
    }
    for (int next : new int[] {0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF}) {
      byte[] longer = Arrays.copyOf(part, part.length + 1);
      longer[part.length] = (byte) next;
      if (isWhole(longer) || isBeginning(longer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWhole(byte[] part) {
    try {
      return StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(part))
              .codePoints()
              .count()
          == 1;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  static byte[] joined(java.util.List<byte[]> parts) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  static String utf8(Text text) {
    return new String(bytesOf(text), StandardCharsets.UTF_8);
  }

  static byte[] bytesOf(Text text) {
    byte[] bytes = new byte[text.length()];
    text.get(0, bytes, 0, bytes.length);
    return bytes;
  }
}
