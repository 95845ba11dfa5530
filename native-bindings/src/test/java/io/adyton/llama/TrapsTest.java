// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What makes libllama end the process, tried through the public methods on the real library. That
 * the virtual machine is alive to report is half of each test; the other half is that a normal
 * decode still works afterwards.
 */
class TrapsTest {
  private static final int SEQUENCES = 4;
  private static final int BATCH = 64;

  private static LlamaModel model;

  private LlamaContext context;
  private LlamaBatch batch;

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

  @BeforeEach
  void open() {
    context = LlamaContext.open(model, options().build());
    batch = LlamaBatch.allocate(2 * BATCH);
  }

  @AfterEach
  void stillDecodes() {
    try (LlamaContext open = context;
        LlamaBatch rows = batch) {
      open.memory().clear(false);
      rows.clear();
      rows.add(1, 0, 0, true);
      assertThat(open.decode(rows)).isEqualTo(DecodeOutcome.OK);
    }
  }

  private static ContextOptions.Builder options() {
    return ContextOptions.builder()
        .contextLength(1024)
        .batchSize(BATCH)
        .sequences(SEQUENCES)
        .threads(2)
        .poll(0);
  }

  private void fill(int sequence, int from, int count) {
    batch.clear();
    for (int i = 0; i < count; i++) {
      batch.add(100 + i, from + i, sequence, i == count - 1);
    }
    assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.OK);
  }

  @Nested
  class Batches {
    @Test
    void refusesMoreRowsThanTheContextTakes() {
      for (int i = 0; i <= BATCH; i++) {
        batch.add(1, i, 0, false);
      }

      assertThatIllegalArgumentException()
          .isThrownBy(() -> context.decode(batch))
          .withMessageContaining("from 1 to 64 rows, but the batch has 65");
    }

    @Test
    void refusesAnEmptyBatch() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> context.decode(batch))
          .withMessageContaining("the batch has 0");
    }

    @Test
    void refusesTokensOutsideTheVocabulary() {
      batch.add(model.vocabulary().size(), 0, 0, true);

      assertThatIllegalArgumentException().isThrownBy(() -> context.decode(batch));
      assertThatIllegalArgumentException().isThrownBy(() -> batch.add(-1, 0, 0, true));
    }

    @Test
    void refusesSequencesTheContextDoesNotHave() {
      batch.add(1, 0, SEQUENCES, true);

      assertThatIllegalArgumentException().isThrownBy(() -> context.decode(batch));
      assertThatIllegalArgumentException().isThrownBy(() -> batch.add(1, 0, 256, true));
      assertThatIllegalArgumentException().isThrownBy(() -> batch.add(1, 0, -1, true));
    }

    @Test
    void refusesNegativePositions() {
      assertThatIllegalArgumentException().isThrownBy(() -> batch.add(1, -1, 0, true));
    }

    @Test
    void rejectsAHoleAfterWhatTheSequenceHolds() {
      fill(0, 0, 3);
      batch.clear();
      batch.add(1, 4, 0, true);

      assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.REJECTED);
      assertThat(context.memory().lastPosition(0)).isEqualTo(2);
    }

    @Test
    void rejectsPositionsThatRepeatOrJump() {
      batch.add(1, 0, 0, false);
      batch.add(2, 0, 0, true);
      assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.REJECTED);

      batch.clear();
      batch.add(1, 0, 0, false);
      batch.add(2, Integer.MAX_VALUE, 0, true);
      assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.REJECTED);
    }

    @Test
    void reportsAFullContextAndLeavesItAsItWas() {
      int room = context.sequenceLength();
      for (int at = 0; at < room; at += BATCH) {
        fill(0, at, BATCH);
      }
      batch.clear();
      batch.add(1, room, 0, true);

      assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.NO_ROOM);
      assertThat(context.memory().lastPosition(0)).isEqualTo(room - 1);
    }

    @Test
    void refusesMoreLogitsThanTheContextSetRoomAsideFor() {
      try (LlamaContext narrow = LlamaContext.open(model, options().logitRows(4).build())) {
        for (int i = 0; i < 6; i++) {
          batch.add(1, i, 0, i < 5);
        }
        assertThatIllegalArgumentException()
            .isThrownBy(() -> narrow.decode(batch))
            .withMessageContaining("logits of 4 rows, but the batch asks for those of 5");

        batch.clear();
        for (int i = 0; i < 6; i++) {
          batch.add(1, i, 0, i < 4);
        }
        assertThat(narrow.decode(batch)).isEqualTo(DecodeOutcome.OK);
      }
    }

    @Test
    void refusesRowsBeyondItsCapacity() {
      try (LlamaBatch one = LlamaBatch.allocate(1)) {
        one.add(1, 0, 0, true);
        assertThatIllegalStateException().isThrownBy(() -> one.add(1, 1, 0, true));
      }
      assertThatIllegalArgumentException().isThrownBy(() -> LlamaBatch.allocate(0));
    }

    @Test
    void takesAsManyLogitsAsRows() {
      for (int i = 0; i < BATCH; i++) {
        batch.add(1 + i, i, 0, true);
      }

      assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.OK);
      float[] first = new float[model.vocabulary().size()];
      float[] last = first.clone();
      context.readLogits(0, first);
      context.readLogits(BATCH - 1, last);
      assertThat(first).isNotEqualTo(last);
    }
  }

  @Nested
  class Logits {
    private final float[] target = new float[model.vocabulary().size()];

    @Test
    void refusesRowsThatDidNotAskForThem() {
      fill(0, 0, 3);

      context.readLogits(2, target);
      for (int row : new int[] {-1, 0, 1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThatThrownBy(() -> context.readLogits(row, target))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("row " + row + " has no logits");
      }
    }

    @Test
    void refusesRowsBeforeTheFirstAndAfterAFailedDecode() {
      assertThatIllegalArgumentException().isThrownBy(() -> context.readLogits(0, target));

      fill(0, 0, 3);
      batch.clear();
      batch.add(1, 9, 0, true);
      context.decode(batch);
      assertThatIllegalArgumentException().isThrownBy(() -> context.readLogits(0, target));
    }

    @Test
    void refusesATargetThatIsTooShort() {
      fill(0, 0, 1);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> context.readLogits(0, new float[target.length - 1]));
    }

    @Test
    void takesViewsBackAtTheNextDecode() {
      fill(0, 0, 1);
      FloatBuffer view = context.logits(0);
      context.readLogits(0, target);
      assertThat(view.get(7)).isEqualTo(target[7]);

      fill(0, 1, 1);

      assertThatIllegalStateException().isThrownBy(() -> view.get(7));
    }

    @Test
    void takesViewsBackWhenClosed() {
      FloatBuffer view;
      try (LlamaContext other = LlamaContext.open(model, options().build())) {
        batch.add(1, 0, 0, true);
        other.decode(batch);
        view = other.logits(0);
      }

      assertThatIllegalStateException().isThrownBy(() -> view.get(0));
    }
  }

  @Nested
  class Memory {
    @Test
    void refusesSequenceIdsOutsideTheContext() {
      SequenceMemory memory = context.memory();
      for (int id : new int[] {-1, SEQUENCES, 255, 256, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThatIllegalArgumentException().isThrownBy(() -> memory.firstPosition(id));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.lastPosition(id));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.remove(id));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.truncate(id, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.keepOnly(id));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.copy(id, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.copy(0, id));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.copyPrefix(0, id, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.save(id));
      }
    }

    @Test
    void refusesNegativeLengths() {
      assertThatIllegalArgumentException().isThrownBy(() -> context.memory().truncate(0, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> context.memory().copyPrefix(0, 1, -1));
    }

    @Test
    void copiesPartOfASequenceAcrossBuffers() {
      fill(0, 0, 10);

      assertThat(context.memory().copyPrefix(0, 1, 4)).isTrue();

      assertThat(context.memory().lastPosition(1)).isEqualTo(3);
      fill(1, 4, 2);
      assertThat(context.memory().lastPosition(0)).isEqualTo(9);
    }

    @Test
    void refusesToCopyASequenceOntoItself() {
      assertThatIllegalArgumentException().isThrownBy(() -> context.memory().copy(1, 1));
    }

    @Test
    void refusesToSaveOrRestoreWhileACopyIsPending() {
      fill(0, 0, 4);
      try (SequenceState saved = context.memory().save(0)) {
        context.memory().copy(0, 1);

        for (int sequence = 0; sequence < 2; sequence++) {
          int pending = sequence;
          assertThatIllegalStateException().isThrownBy(() -> context.memory().save(pending));
          assertThatIllegalStateException()
              .isThrownBy(() -> context.memory().restore(pending, saved));
        }

        fill(2, 0, 1);
        assertThat(context.memory().restore(1, saved)).isTrue();
      }
    }

    @Test
    void emptiesEverySequence() {
      fill(0, 0, 4);
      fill(3, 0, 4);

      context.memory().clear(true);

      assertThat(context.memory().lastPosition(0)).isEqualTo(-1);
      assertThat(context.memory().lastPosition(3)).isEqualTo(-1);
    }

    @Test
    void keepsOneSequenceOfMany() {
      fill(0, 0, 4);
      fill(1, 0, 4);
      fill(2, 0, 4);

      context.memory().keepOnly(1);

      assertThat(context.memory().lastPosition(0)).isEqualTo(-1);
      assertThat(context.memory().lastPosition(1)).isEqualTo(3);
      assertThat(context.memory().lastPosition(2)).isEqualTo(-1);
    }

    @Test
    void takesAllIdsBelow256WhereKvIsShared() {
      try (LlamaContext unified = LlamaContext.open(model, options().unifiedKv(true).build())) {
        batch.clear();
        batch.add(1, 0, 255, true);
        assertThat(unified.decode(batch)).isEqualTo(DecodeOutcome.OK);
        unified.memory().copy(255, 200);
        assertThat(unified.memory().lastPosition(200)).isZero();
        unified.memory().keepOnly(200);
        assertThat(unified.memory().lastPosition(255)).isEqualTo(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> unified.memory().remove(256));
      }
    }
  }

  @Nested
  class Contexts {
    @Test
    void refusesMoreSequencesThanRows() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options().batchSize(3).sequences(4).build())
          .withMessageContaining("must be at least the number of sequences, 4");
    }

    @Test
    void refusesMoreSequencesThanContext() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options().contextLength(3).sequences(4).build());
    }

    @Test
    void opensWhereTheContextIsSmallerThanTheBatch() {
      try (LlamaContext tiny =
          LlamaContext.open(model, options().contextLength(4).sequences(4).build())) {
        assertThat(tiny.batchSize()).isGreaterThanOrEqualTo(4);
      }
    }

    @Test
    void refusesNumbersOutOfRange() {
      assertThatIllegalArgumentException().isThrownBy(() -> options().sequences(0).build());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> options().batchSize(512).sequences(257).build());
      assertThatIllegalArgumentException().isThrownBy(() -> options().contextLength(-1).build());
      assertThatIllegalArgumentException().isThrownBy(() -> options().batchSize(0).build());
      assertThatIllegalArgumentException().isThrownBy(() -> options().threads(0).build());
      assertThatIllegalArgumentException().isThrownBy(() -> options().threads(513).build());
      assertThatIllegalArgumentException().isThrownBy(() -> options().poll(101).build());
      assertThatIllegalArgumentException().isThrownBy(() -> context.useThreads(0, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> context.useThreads(1, 513));
    }

    @ParameterizedTest
    @EnumSource
    void opensOrRefusesEveryKvFormat(KvType type) {
      for (FlashAttention flashAttention : FlashAttention.values()) {
        ContextOptions options =
            options().keyType(type).valueType(type).flashAttention(flashAttention).build();
        try (LlamaContext other = LlamaContext.open(model, options)) {
          batch.clear();
          batch.add(1, 0, 0, true);
          assertThat(other.decode(batch)).isEqualTo(DecodeOutcome.OK);
        } catch (LlamaException e) {
          assertThat(e).hasMessageContaining("libllama did not open a context: ");
        }
      }
    }

    @Test
    void refusesMemoryNobodyHas() {
      assertThatThrownBy(() -> LlamaContext.open(model, options().contextLength(1 << 26).build()))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("ask for a shorter one");
    }

    @Test
    void refusesOtherThreads() {
      assertWrongThread(() -> context.decode(batch));
      assertWrongThread(() -> context.readLogits(0, new float[1]));
      assertWrongThread(() -> context.memory().lastPosition(0));
      assertWrongThread(() -> context.useThreads(1, 1));
      assertWrongThread(context::close);
      assertWrongThread(() -> batch.add(1, 0, 0, true));
      assertWrongThread(batch::clear);
      assertWrongThread(batch::close);
      try (SequenceState state = context.memory().save(0)) {
        assertWrongThread(state::close);
      }
    }

    @Test
    void refusesABatchOfAnotherThread() {
      LlamaBatch foreign = CompletableFuture.supplyAsync(() -> LlamaBatch.allocate(1)).join();

      assertThatIllegalStateException().isThrownBy(() -> context.decode(foreign));
    }

    @Test
    void refusesVirtualThreads() throws InterruptedException {
      CompletableFuture<Object> result = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try (LlamaContext opened = LlamaContext.open(model, options().build())) {
                  result.complete(opened);
                } catch (RuntimeException e) {
                  result.complete(e);
                }
              })
          .join();

      assertThat(result.join()).isInstanceOf(IllegalStateException.class);
    }

    private void assertWrongThread(Runnable call) {
      assertThatThrownBy(() -> CompletableFuture.runAsync(call).join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("belongs to thread");
    }
  }

  @Nested
  class ClosedObjects {
    @Test
    void refuseEveryCall() {
      LlamaContext other = LlamaContext.open(model, options().build());
      SequenceMemory memory = other.memory();
      SequenceState state = memory.save(0);
      state.close();
      assertThatIllegalStateException().isThrownBy(() -> memory.restore(0, state));
      other.close();
      other.close();

      batch.add(1, 0, 0, true);
      assertThatIllegalStateException().isThrownBy(() -> other.decode(batch));
      assertThatIllegalStateException().isThrownBy(() -> other.logits(0));
      assertThatIllegalStateException().isThrownBy(() -> memory.lastPosition(0));
      assertThatIllegalStateException().isThrownBy(() -> memory.save(0));
      assertThatIllegalStateException().isThrownBy(other::contextLength);
      assertThatIllegalStateException().isThrownBy(() -> other.useAdapters(Map.of()));
      other.abortSignal().raise();

      LlamaBatch closed = LlamaBatch.allocate(1);
      closed.close();
      closed.close();
      assertThatIllegalStateException().isThrownBy(() -> closed.add(1, 0, 0, true));
      assertThatIllegalStateException().isThrownBy(() -> context.decode(closed));
    }

    @Test
    void keepAModelOpenThatIsInUse() {
      LlamaModel own = vocabularyOnly();
      own.close();
      own.close();
      assertThatIllegalStateException().isThrownBy(own::description);
      assertThatIllegalStateException()
          .isThrownBy(() -> own.vocabulary().tokenize(TestModels.direct("a"), true, true));
      assertThatIllegalStateException().isThrownBy(() -> LlamaContext.open(own, options().build()));

      assertThatIllegalStateException()
          .isThrownBy(model::close)
          .withMessageContaining("still in use by 1 other objects");
    }
  }

  @Nested
  class Models {
    @Test
    void openNoContextWithoutWeights() {
      try (LlamaModel own = vocabularyOnly()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> LlamaContext.open(own, options().build()))
            .withMessageContaining("without its weights");
      }
    }

    @Test
    void refuseFilesThatAreNoModels(@TempDir Path directory) throws Exception {
      Path file = java.nio.file.Files.writeString(directory.resolve("x.gguf"), "not a model");

      assertThatThrownBy(() -> LlamaModel.load(TestModels.library(), file, ModelOptions.defaults()))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining(file.toString());
      assertThatThrownBy(
              () ->
                  LlamaModel.load(
                      TestModels.library(), directory.resolve("no"), ModelOptions.defaults()))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("no readable model file");
    }

    @ParameterizedTest
    @EnumSource
    void loadOrRefuseInEveryMode(LoadMode mode) {
      try (LlamaModel own = loaded(ModelOptions.builder().loadMode(mode).build())) {
        assertThat(own.layerCount()).isEqualTo(30);
      }
    }

    @ParameterizedTest
    @EnumSource
    void loadOrRefuseInEverySplit(SplitMode mode) {
      ModelOptions options =
          ModelOptions.builder().splitMode(mode).gpuLayers(2).mainDevice(0).build();
      try (LlamaModel own = loaded(options)) {
        assertThat(own.layerCount()).isEqualTo(30);
      } catch (LlamaException e) {
        assertThat(e).hasMessageContaining("libllama did not load");
      }
    }

    @Test
    void refuseDevicesThatDoNotExist() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loaded(ModelOptions.builder().devices(List.of("CUDA9")).build()))
          .withMessageContaining("there is no GPU named CUDA9");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loaded(ModelOptions.builder().devices(List.of("CPU")).build()));
      try (LlamaModel own = loaded(ModelOptions.builder().devices(List.of()).build())) {
        assertThat(own.layerCount()).isEqualTo(30);
      }
    }

    @Test
    void refuseNumbersOutOfRange() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ModelOptions.builder().gpuLayers(-2).build());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ModelOptions.builder().mainDevice(-1).build());
    }
  }

  @Nested
  class Callbacks {
    @Test
    void surviveAListenerThatThrows() {
      IllegalStateException thrown = new IllegalStateException("listener");
      ModelOptions options =
          ModelOptions.builder()
              .progress(
                  fraction -> {
                    throw thrown;
                  })
              .build();

      assertThatThrownBy(() -> loaded(options)).isInstanceOf(LlamaException.class).hasCause(thrown);
    }

    @Test
    void stopLoadingWhenAsked() {
      assertThatThrownBy(
              () -> loaded(ModelOptions.builder().progress(fraction -> fraction < 0.5).build()))
          .isInstanceOf(LlamaException.class);
    }

    @Test
    void abortADecodeOnASignalOnly() {
      batch.add(1, 0, 0, true);
      context.abortSignal().raise();
      assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.ABORTED);
      assertThat(context.memory().lastPosition(0)).isEqualTo(-1);
      assertThatIllegalArgumentException().isThrownBy(() -> context.logits(0));

      context.abortSignal().clear();
      assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.OK);
    }
  }

  @Nested
  class Text {
    private final Vocabulary vocabulary = model.vocabulary();

    @Test
    void refusesTokensOutsideTheVocabulary() {
      ByteBuffer target = ByteBuffer.allocateDirect(vocabulary.maxPieceBytes());
      for (int token : new int[] {-1, vocabulary.size(), Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> vocabulary.appendPiece(token, true, target));
        assertThatIllegalArgumentException().isThrownBy(() -> vocabulary.spelling(token));
        assertThatIllegalArgumentException().isThrownBy(() -> vocabulary.isControl(token));
        assertThatIllegalArgumentException().isThrownBy(() -> vocabulary.isEndOfGeneration(token));
      }
    }

    @Test
    void refusesBuffersNativeCodeCannotUse() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vocabulary.tokenize(ByteBuffer.allocate(4), true, true));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> vocabulary.appendPiece(5, true, ByteBuffer.allocate(400)));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  vocabulary.appendPiece(
                      5, true, ByteBuffer.allocateDirect(400).asReadOnlyBuffer()));
    }

    @Test
    void leavesATargetThatIsTooSmallAsItWas() {
      int[] tokens = vocabulary.tokenize(TestModels.direct(" capital"), false, false);
      ByteBuffer small = ByteBuffer.allocateDirect(2);

      assertThatThrownBy(() -> vocabulary.appendPiece(tokens[0], true, small))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(small.position()).isZero();
    }
  }

  @Nested
  class Adapters {
    @Test
    void applyNoneWithoutHarm() {
      context.useAdapters(Map.of());
      fill(0, 0, 1);
    }

    @Test
    void refuseFilesThatAreNoAdapters() {
      assertThatThrownBy(() -> LoraAdapter.load(model, TestModels.file(TestModels.SMOLLM2)))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("general.type");
      assertThatThrownBy(() -> LoraAdapter.load(model, Path.of("absent.gguf")))
          .isInstanceOf(LlamaException.class)
          .hasMessageContaining("no readable adapter file");
    }
  }

  private static LlamaModel vocabularyOnly() {
    return loaded(ModelOptions.builder().vocabularyOnly(true).build());
  }

  private static LlamaModel loaded(ModelOptions options) {
    return LlamaModel.load(TestModels.library(), TestModels.file(TestModels.SMOLLM2), options);
  }
}
