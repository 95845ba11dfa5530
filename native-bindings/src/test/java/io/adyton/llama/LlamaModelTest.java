// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlamaModelTest {
  private static LlamaModel model;

  @BeforeAll
  static void loadModel() {
    model = TestModels.load(TestModels.SMOLLM2);
  }

  @AfterAll
  static void closeModel() {
    if (model != null) {
      model.close();
    }
  }

  @Test
  void knowsItsFacts() {
    assertThat(model.architecture()).isEqualTo("llama");
    assertThat(model.layerCount()).isEqualTo(30);
    assertThat(model.headCount()).isEqualTo(9);
    assertThat(model.keyValueHeadCount()).isEqualTo(3);
    assertThat(model.embeddingLength()).isEqualTo(576);
    assertThat(model.trainingContextLength()).isEqualTo(8192);
    assertThat(model.slidingWindow()).isZero();
    assertThat(model.isRecurrent()).isFalse();
    assertThat(model.parameterCount()).isBetween(130_000_000L, 170_000_000L);
    assertThat(model.sizeBytes()).isBetween(80_000_000L, 100_000_000L);
    assertThat(model.description()).contains("llama");
    assertThat(model.fileType()).startsWith("Q4_1");
    assertThat(model.chatTemplate()).get().asString().contains("<|im_start|>");
    assertThat(model.metadata("general.architecture")).contains("llama");
    assertThat(model.metadata("no.such.key")).isEmpty();
  }

  @Test
  void knowsItsVocabulary() {
    Vocabulary vocabulary = model.vocabulary();
    int endOfTurn = vocabulary.tokenize(TestModels.direct("<|im_end|>"), false, true)[0];

    assertThat(vocabulary.size()).isEqualTo(49152);
    assertThat(vocabulary.isEndOfGeneration(endOfTurn)).isTrue();
    assertThat(vocabulary.isControl(endOfTurn)).isTrue();
    assertThat(vocabulary.spelling(endOfTurn)).isEqualTo("<|im_end|>");
    assertThat(vocabulary.isControl(500)).isFalse();
    assertThat(vocabulary.addsBeginOfText()).isFalse();
    assertThat(vocabulary.suppressed()).isEmpty();
    ByteBuffer piece = ByteBuffer.allocateDirect(vocabulary.maxPieceBytes());
    assertThat(vocabulary.appendPiece(endOfTurn, false, piece)).isZero();
    assertThat(vocabulary.appendPiece(endOfTurn, true, piece)).isEqualTo(10);
  }

  @Test
  void tellsHowFarLoadingIs() {
    List<Float> fractions = new ArrayList<>();
    ModelOptions options =
        ModelOptions.builder()
            .checkTensors(true)
            .progress(
                fraction -> {
                  fractions.add(fraction);
                  return true;
                })
            .build();

    LlamaModel.load(TestModels.library(), TestModels.file(TestModels.SMOLLM2), options).close();

    assertThat(fractions).isSorted().endsWith(1f);
  }

  @Test
  void tokenizesOnManyThreadsAtOnce() {
    ByteBuffer text = TestModels.direct("The quick brown fox jumps over the lazy dog. ".repeat(40));
    int[] expected = model.vocabulary().tokenize(text.duplicate(), true, true);

    assertThat(
            IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> model.vocabulary().tokenize(text.duplicate(), true, true)))
        .allSatisfy(tokens -> assertThat(tokens).isEqualTo(expected));
  }

  @Test
  void quantisesToAFileThatLoads(@TempDir Path directory) {
    Path source = TestModels.file(TestModels.SMOLLM2);
    Path target = directory.resolve("q8.gguf");
    Quantizer quantizer = new Quantizer(TestModels.library());

    assertThatThrownBy(() -> quantizer.quantize(source, target, FileType.Q8_0, 2, false))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("requantizing");
    assertThat(target).doesNotExist();

    quantizer.quantize(source, target, FileType.Q8_0, 2, true);

    try (LlamaModel quantised =
        LlamaModel.load(TestModels.library(), target, ModelOptions.defaults())) {
      assertThat(quantised.fileType()).startsWith("Q8_0");
      assertThat(quantised.parameterCount()).isEqualTo(model.parameterCount());
    }
    assertThatThrownBy(() -> quantizer.quantize(source, target, FileType.Q8_0, 2, true))
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining("exists");
    assertThat(Files.exists(target)).isTrue();
  }
}
