// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Tokenizing arbitrary text on a byte-pair and a SentencePiece vocabulary. */
class VocabularyProperties {
  private static @Nullable LlamaModel bytePair;
  private static @Nullable LlamaModel sentencePiece;

  private static Vocabulary bytePair() {
    LlamaModel model = bytePair;
    if (model == null) {
      model = TestModels.vocabularyOnly(TestModels.file(TestModels.SMOLLM2));
      bytePair = model;
    }
    return model.vocabulary();
  }

  private static Vocabulary sentencePiece() {
    LlamaModel model = sentencePiece;
    if (model == null) {
      model = TestModels.vocabularyOnly(TestModels.file(TestModels.GEMMA3));
      sentencePiece = model;
    }
    return model.vocabulary();
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void givesTextBackByteForByte(@ForAll("texts") String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

    assertThat(roundTrip(bytePair(), utf8, false)).isEqualTo(expressible(bytePair(), utf8));
    assertThat(roundTrip(sentencePiece(), utf8, false)).isEqualTo(utf8);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void givesTextWithControlTokensBackByteForByte(@ForAll("texts") String text) {
    byte[] utf8 = ("<|im_start|>user\n" + text + "<|im_end|>\n").getBytes(StandardCharsets.UTF_8);

    assertThat(roundTrip(bytePair(), utf8, true)).isEqualTo(expressible(bytePair(), utf8));
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.BOUNDED)
  void takesBytesExactlyWhereTheyAreUtf8(@ForAll("bytes") byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();

    for (Vocabulary vocabulary : List.of(bytePair(), sentencePiece())) {
      if (isUtf8(bytes)) {
        for (int token : vocabulary.tokenize(direct, true, true)) {
          assertThat(token).isBetween(0, vocabulary.size() - 1);
        }
      } else {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> vocabulary.tokenize(direct, true, true))
            .withMessageContaining("not UTF-8 at byte");
      }
    }
    assertThat(direct.position()).isZero();
  }

  @Property(tries = 200)
  void readsOnlyBetweenPositionAndLimit(@ForAll("texts") String text) {
    Vocabulary vocabulary = bytePair();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer inside = ByteBuffer.allocateDirect(utf8.length + 8);
    inside.put(4, utf8).position(4).limit(4 + utf8.length);

    assertThat(vocabulary.tokenize(inside.asReadOnlyBuffer(), false, false))
        .isEqualTo(vocabulary.tokenize(TestModels.direct(text), false, false));
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<Byte> tricky =
        Arbitraries.of(
            (byte) 'a',
            (byte) 0x80,
            (byte) 0x8F,
            (byte) 0x90,
            (byte) 0x9F,
            (byte) 0xA0,
            (byte) 0xBF,
            (byte) 0xC0,
            (byte) 0xC2,
            (byte) 0xDF,
            (byte) 0xE0,
            (byte) 0xED,
            (byte) 0xEF,
            (byte) 0xF0,
            (byte) 0xF4,
            (byte) 0xF5,
            (byte) 0xFF);
    return Arbitraries.oneOf(
        Arbitraries.bytes().array(byte[].class).ofMaxSize(64),
        tricky.array(byte[].class).ofMaxSize(8));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().excludeChars('\0').filter(VocabularyProperties::isWellFormed),
        Arbitraries.strings()
            .withChars(" \t\n\r<|>_'.,!?0123456789aàéßñ中文字한글ไทย🙂🇫🇷👩‍👩‍👧")
            .filter(VocabularyProperties::isWellFormed));
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Drops the bytes that no token stands for, as the tokenizer does; SmolLM2 lacks some. */
  private static byte[] expressible(Vocabulary vocabulary, byte[] utf8) {
    ByteBuffer piece = ByteBuffer.allocateDirect(vocabulary.maxPieceBytes());
    BitSet known = new BitSet();
    for (int token = 0; token < vocabulary.size(); token++) {
      if (vocabulary.appendPiece(token, false, piece.clear()) == 1) {
        known.set(piece.get(0) & 0xFF);
      }
    }
    ByteBuffer kept = ByteBuffer.allocate(utf8.length);
    for (byte each : utf8) {
      if (known.get(each & 0xFF)) {
        kept.put(each);
      }
    }
    return Arrays.copyOf(kept.array(), kept.position());
  }

  private static byte[] roundTrip(Vocabulary vocabulary, byte[] utf8, boolean parseSpecial) {
    ByteBuffer text = ByteBuffer.allocateDirect(utf8.length).put(utf8).flip();
    int[] tokens = vocabulary.tokenize(text, false, parseSpecial);
    ByteBuffer pieces = ByteBuffer.allocateDirect((tokens.length + 1) * vocabulary.maxPieceBytes());
    for (int token : tokens) {
      vocabulary.appendPiece(token, true, pieces);
    }
    byte[] back = new byte[pieces.flip().remaining()];
    pieces.get(back);
    // SentencePiece vocabularies may put a space in front.
    boolean prefixed = back.length == utf8.length + 1 && back[0] == ' ';
    return prefixed ? Arrays.copyOfRange(back, 1, back.length) : back;
  }
}
