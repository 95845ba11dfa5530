// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copied, cut and restored sequences continue with exactly the logits the original would have. */
class SequenceMemoryTest {
  private static final int[] PREFIX = {1, 4093, 198, 1780, 314, 260, 3575, 282};
  private static final int NEXT = 4649;

  private static LlamaModel smollm;
  private static LlamaModel gemma;

  @BeforeAll
  static void loadModels() {
    smollm = TestModels.load(TestModels.SMOLLM2);
    gemma = TestModels.load(TestModels.GEMMA3);
  }

  @AfterAll
  static void closeModels() {
    if (gemma != null) {
      gemma.close();
      smollm.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"smollm, false", "smollm, true", "gemma, false", "gemma, true"})
  void copiesContinueWithTheSameLogits(String name, boolean unified) {
    try (LlamaContext context = open(name, unified);
        LlamaBatch batch = LlamaBatch.allocate(64)) {
      decode(context, batch, 0, 0, PREFIX);
      float[] original = decode(context, batch, 0, PREFIX.length, NEXT);
      assertThat(context.memory().truncate(0, PREFIX.length)).isTrue();

      context.memory().copy(0, 3);

      assertThat(context.memory().firstPosition(3)).isZero();
      assertThat(context.memory().lastPosition(3)).isEqualTo(PREFIX.length - 1);
      assertThat(decode(context, batch, 3, PREFIX.length, NEXT)).isEqualTo(original);
      assertThat(context.memory().lastPosition(0)).isEqualTo(PREFIX.length - 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"smollm, false", "smollm, true", "gemma, false", "gemma, true"})
  void copiedPrefixesContinueWithTheSameLogits(String name, boolean unified) {
    try (LlamaContext context = open(name, unified);
        LlamaBatch batch = LlamaBatch.allocate(64)) {
      decode(context, batch, 0, 0, PREFIX);
      float[] original = decode(context, batch, 0, PREFIX.length, NEXT);
      decode(context, batch, 0, PREFIX.length + 1, 100, 200, 300);
      decode(context, batch, 1, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1, 10, 11, 12);

      assertThat(context.memory().copyPrefix(0, 1, PREFIX.length)).isTrue();

      assertThat(context.memory().lastPosition(1)).isEqualTo(PREFIX.length - 1);
      assertThat(decode(context, batch, 1, PREFIX.length, NEXT)).isEqualTo(original);
    }
  }

  @ParameterizedTest
  @CsvSource({"smollm, false", "smollm, true", "gemma, false", "gemma, true"})
  void restoredSequencesContinueWithTheSameLogits(String name, boolean unified) {
    try (LlamaContext context = open(name, unified);
        LlamaContext other = open(name, unified);
        LlamaBatch batch = LlamaBatch.allocate(64)) {
      decode(context, batch, 0, 0, PREFIX);
      try (SequenceState state = context.memory().save(0)) {
        assertThat(state.lastPosition()).isEqualTo(PREFIX.length - 1);
        assertThat(state.sizeBytes()).isPositive();
        float[] original = decode(context, batch, 0, PREFIX.length, NEXT);
        decode(context, batch, 2, 0, 5, 6, 7);

        assertThat(context.memory().restore(2, state)).isTrue();
        assertThat(context.memory().lastPosition(2)).isEqualTo(PREFIX.length - 1);
        assertThat(decode(context, batch, 2, PREFIX.length, NEXT)).isEqualTo(original);

        assertThat(other.memory().restore(1, state)).isTrue();
        assertThat(decode(other, batch, 1, PREFIX.length, NEXT)).isEqualTo(original);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restoringAnEmptySequenceEmpties(boolean unified) {
    try (LlamaContext context = open("smollm", unified);
        LlamaBatch batch = LlamaBatch.allocate(64);
        SequenceState empty = context.memory().save(1)) {
      decode(context, batch, 0, 0, PREFIX);

      context.memory().restore(0, empty);

      assertThat(context.memory().lastPosition(0)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restoringWithoutRoomLeavesTheSequenceEmpty(boolean unified) {
    ContextOptions small =
        ContextOptions.builder()
            .contextLength(256)
            .batchSize(512)
            .unifiedKv(unified)
            .threads(2)
            .build();
    try (LlamaContext large = open("smollm", unified);
        LlamaContext tiny = LlamaContext.open(smollm, small);
        LlamaBatch batch = LlamaBatch.allocate(300)) {
      int[] tokens = new int[300];
      Arrays.fill(tokens, NEXT);
      decode(large, batch, 0, 0, tokens);
      decode(tiny, batch, 0, 0, PREFIX);
      try (SequenceState state = large.memory().save(0)) {
        assertThat(tiny.memory().restore(0, state)).isFalse();
      }
      assertThat(tiny.memory().lastPosition(0)).isEqualTo(-1);
      decode(tiny, batch, 0, 0, PREFIX);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesStatesOfAnotherModel(boolean unified) {
    try (LlamaContext context = open("smollm", unified);
        LlamaContext other = open("gemma", unified);
        SequenceState state = other.memory().save(0)) {
      assertThatIllegalArgumentException().isThrownBy(() -> context.memory().restore(0, state));
    }
  }

  private static LlamaContext open(String name, boolean unified) {
    ContextOptions options =
        ContextOptions.builder()
            .contextLength(2048)
            .batchSize(512)
            .sequences(4)
            .unifiedKv(unified)
            .threads(2)
            .poll(0)
            .build();
    return LlamaContext.open(name.equals("gemma") ? gemma : smollm, options);
  }

  /** Decodes tokens from {@code position} on and returns the logits of the last. */
  private static float[] decode(
      LlamaContext context, LlamaBatch batch, int sequence, int position, int... tokens) {
    batch.clear();
    for (int i = 0; i < tokens.length; i++) {
      batch.add(tokens[i], position + i, sequence, i == tokens.length - 1);
    }
    assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.OK);
    float[] logits = new float[context.model().vocabulary().size()];
    context.readLogits(tokens.length - 1, logits);
    return logits;
  }
}
