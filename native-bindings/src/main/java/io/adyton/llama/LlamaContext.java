// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decoding context: KV of its sequences, the compute threads, and the logits of the last step.
 *
 * <p>Confined to the thread that opened it, which must be a platform thread: from any other, and
 * after {@link #close()}, every method throws {@link IllegalStateException}. Only {@link
 * #abortSignal()} may be used elsewhere.
 */
public final class LlamaContext implements AutoCloseable {
  private static final int UNKNOWN = -1;

  private final Confinement confinement = new Confinement("context");
  private final LlamaModel model;
  private final ContextOptions options;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment handle;
  private final AbortSignal abortSignal = new AbortSignal();
  private final SequenceMemory memory;
  private final BitSet readableRows = new BitSet();
  private final List<LoraAdapter> adapters = new ArrayList<>();
  private final int[] nextPositions;
  private ThreadPool threads;
  private @Nullable StepScope step;

  private LlamaContext(LlamaModel model, ContextOptions options, MemorySegment context) {
    this.model = model;
    this.options = options;
    handle = context.reinterpret(arena, LlamaSymbols::contextFree);
    memory =
        new SequenceMemory(
            model,
            confinement,
            handle,
            options.unifiedKv() ? ContextOptions.MAX_SEQUENCES : options.sequences(),
            options.unifiedKv() || options.sequences() == 1);
    nextPositions = new int[memory.limit()];
    threads = ThreadPool.start(Math.max(options.threads(), options.batchThreads()), options.poll());
    LlamaSymbols.attachThreadpool(handle, threads.handle(), threads.handle());
    LlamaSymbols.setAbortCallback(handle, CLibrary.strlen(), abortSignal.text());
  }

  /**
   * Opens a context on {@code model}, which stays open at least as long.
   *
   * @throws IllegalArgumentException when the options contradict the model
   * @throws LlamaException when libllama refuses, mostly for lack of memory
   */
  public static LlamaContext open(LlamaModel model, ContextOptions options) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "a context computes on the thread that opens it, which must be a platform thread");
    }
    model.lease().acquire();
    try {
      requireDecoder(model);
      requireFit(model, options);
      KvMemory.requireRoom(model, options);
      try (Arena scratch = Arena.ofConfined()) {
        NativeLog.forgetError();
        MemorySegment context = LlamaSymbols.contextInit(model.handle(), params(options, scratch));
        if (context.equals(MemorySegment.NULL)) {
          throw new LlamaException(
              "libllama did not open a context: " + NativeLog.lastError("it gave no reason"));
        }
        return new LlamaContext(model, options, context);
      }
    } catch (RuntimeException e) {
      model.lease().release();
      throw e;
    }
  }

  /**
   * Computes the rows of {@code batch}: appends them to their sequences and makes the logits asked
   * for readable until the next call.
   *
   * @throws IllegalArgumentException when the batch is empty, has more rows than {@link
   *     #batchSize()}, or names a token or sequence that does not exist; nothing changed
   */
  public DecodeOutcome decode(LlamaBatch batch) {
    confinement.check();
    MemorySegment struct = batch.struct();
    requireValid(batch);
    forgetLogits();
    DecodeOutcome outcome =
        continuesSequences(batch)
            ? DecodeOutcome.of(LlamaSymbols.decode(handle, struct))
            : DecodeOutcome.REJECTED;
    memory.settle(outcome);
    if (outcome == DecodeOutcome.OK) {
      for (int row = 0; row < batch.size(); row++) {
        readableRows.set(row, batch.wantsLogits(row));
      }
    }
    return outcome;
  }

  /**
   * Copies the logits of a row of the last step, one per token of the vocabulary, in one bulk copy.
   *
   * @throws IllegalArgumentException when the last step succeeded without logits for this row, or
   *     {@code target} is shorter than the vocabulary
   */
  public void readLogits(int row, float[] target) {
    MemorySegment logits = logitsSegment(row);
    int count = model.vocabulary().size();
    if (target.length < count) {
      throw new IllegalArgumentException(
          "the target holds " + target.length + " of " + count + " logits");
    }
    MemorySegment.copy(
        logits.reinterpret(count * (long) Float.BYTES), JAVA_FLOAT, 0, target, 0, count);
  }

  /**
   * Returns the logits of a row of the last step without copying them. The view belongs to this
   * thread and is valid until the next {@link #decode}; reading it later throws {@link
   * IllegalStateException}.
   *
   * @throws IllegalArgumentException when the last step did not succeed with logits for this row
   */
  public FloatBuffer logits(int row) {
    MemorySegment segment = logitsSegment(row);
    StepScope scope = step;
    if (scope == null) {
      scope = new StepScope();
      step = scope;
    }
    return scope.view(segment, model.vocabulary().size());
  }

  /** Returns the operations on sequences. */
  public SequenceMemory memory() {
    return memory;
  }

  /** Returns the signal that stops a decode; usable from any thread. */
  public AbortSignal abortSignal() {
    return abortSignal;
  }

  /** Returns the model. */
  public LlamaModel model() {
    return model;
  }

  /** Returns the options the context was opened with. */
  public ContextOptions options() {
    return options;
  }

  /** Returns the tokens of KV there really are, in all. */
  public int contextLength() {
    confinement.check();
    return LlamaSymbols.contextLength(handle);
  }

  /** Returns the tokens one sequence can hold. */
  public int sequenceLength() {
    confinement.check();
    return LlamaSymbols.contextLengthPerSequence(handle);
  }

  /** Returns the rows one decode may carry. */
  public int batchSize() {
    confinement.check();
    return LlamaSymbols.contextBatch(handle);
  }

  /** Returns the rows computed at once. */
  public int microBatchSize() {
    confinement.check();
    return LlamaSymbols.contextMicroBatch(handle);
  }

  /** Returns the number of ids that sequences may have; they run from 0 to one less. */
  public int sequences() {
    return memory.limit();
  }

  /**
   * Computes with other numbers of threads from the next step on.
   *
   * @param forSteps threads for steps of one row
   * @param forBatches threads for longer steps
   */
  public void useThreads(int forSteps, int forBatches) {
    confinement.check();
    int most = Math.max(forSteps, forBatches);
    if (Math.min(forSteps, forBatches) < 1 || most > ThreadPool.MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be from 1 to "
              + ThreadPool.MAX_THREADS
              + ", but are "
              + forSteps
              + " and "
              + forBatches);
    }
    if (most > threads.threads()) {
      ThreadPool larger = ThreadPool.start(most, options.poll());
      LlamaSymbols.attachThreadpool(handle, larger.handle(), larger.handle());
      threads.close();
      threads = larger;
    }
    LlamaSymbols.setThreads(handle, forSteps, forBatches);
  }

  /**
   * Applies these adapters, each with its strength, from the next step on; an empty map applies
   * none. They apply to every sequence, and KV computed with others stays as it was.
   *
   * @throws IllegalArgumentException when an adapter belongs to another model or its strength is
   *     not a finite number
   */
  public void useAdapters(Map<LoraAdapter, Float> strengths) {
    confinement.check();
    strengths.forEach(
        (adapter, strength) -> {
          if (adapter.model() != model || !Float.isFinite(strength)) {
            throw new IllegalArgumentException(
                "an adapter must be of this context's model and its strength finite, but it is of "
                    + adapter.model().description()
                    + " with strength "
                    + strength);
          }
        });
    List<LoraAdapter> added = new ArrayList<>();
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment pointers = scratch.allocate(ADDRESS, strengths.size() + 1L);
      MemorySegment scales = scratch.allocate(JAVA_FLOAT, strengths.size() + 1L);
      strengths.forEach(
          (adapter, strength) -> {
            adapter.lease().acquire();
            pointers.setAtIndex(ADDRESS, added.size(), adapter.pointer());
            scales.setAtIndex(JAVA_FLOAT, added.size(), strength);
            added.add(adapter);
          });
      LlamaSymbols.setAdapters(handle, pointers, added.size(), scales);
    } catch (RuntimeException e) {
      added.forEach(adapter -> adapter.lease().release());
      throw e;
    }
    releaseAdapters();
    adapters.addAll(added);
  }

  /** Frees KV, logits and threads. KV is zeroed first. Calling it again does nothing. */
  @Override
  public void close() {
    if (!confinement.close()) {
      return;
    }
    forgetLogits();
    LlamaSymbols.memoryClear(LlamaSymbols.contextMemory(handle), true);
    LlamaSymbols.detachThreadpool(handle);
    arena.close();
    threads.close();
    releaseAdapters();
    model.lease().release();
  }

  private void releaseAdapters() {
    adapters.forEach(adapter -> adapter.lease().release());
    adapters.clear();
  }

  private MemorySegment logitsSegment(int row) {
    confinement.check();
    if (row < 0 || !readableRows.get(row)) {
      throw new IllegalArgumentException(
          "row " + row + " has no logits; the last decode failed or did not ask for them");
    }
    return LlamaSymbols.logits(handle, row);
  }

  private void forgetLogits() {
    readableRows.clear();
    StepScope scope = step;
    if (scope != null) {
      step = null;
      scope.close();
    }
  }

  private void requireValid(LlamaBatch batch) {
    int rows = batch.size();
    int most = LlamaSymbols.contextBatch(handle);
    if (rows == 0 || rows > most) {
      throw new IllegalArgumentException(
          "a step takes from 1 to " + most + " rows, but the batch has " + rows);
    }
    int tokens = model.vocabulary().size();
    int sequences = memory.limit();
    int outputs = 0;
    for (int row = 0; row < rows; row++) {
      if (batch.token(row) >= tokens || batch.sequence(row) >= sequences) {
        throw new IllegalArgumentException(
            "row "
                + row
                + " names token "
                + batch.token(row)
                + " of "
                + tokens
                + " and sequence "
                + batch.sequence(row)
                + " of "
                + sequences);
      }
      outputs += batch.wantsLogits(row) ? 1 : 0;
    }
    if (outputs > options.logitRows()) {
      throw new IllegalArgumentException(
          "a step takes logits of "
              + options.logitRows()
              + " rows, but the batch asks for those of "
              + outputs);
    }
  }

  /** libllama itself lets a position pass that a sequence has twice in one batch. */
  private boolean continuesSequences(LlamaBatch batch) {
    Arrays.fill(nextPositions, UNKNOWN);
    for (int row = 0; row < batch.size(); row++) {
      int sequence = batch.sequence(row);
      if (nextPositions[sequence] == UNKNOWN) {
        nextPositions[sequence] = memory.lastPosition(sequence) + 1;
      }
      if (batch.position(row) != nextPositions[sequence]++) {
        return false;
      }
    }
    return true;
  }

  /** Refuses what libllama can only abort on: models that do not decode token by token. */
  private static void requireDecoder(LlamaModel model) {
    if (model.options().vocabularyOnly()) {
      throw new IllegalArgumentException("the model was loaded without its weights");
    }
    boolean causal =
        model
            .metadata(model.architecture() + ".attention.causal")
            .map(Boolean::parseBoolean)
            .orElse(true);
    if (LlamaSymbols.modelHasEncoder(model.handle())
        || LlamaSymbols.modelIsDiffusion(model.handle())
        || !causal) {
      throw new IllegalArgumentException(
          "a " + model.architecture() + " model does not generate text token by token");
    }
  }

  /** libllama caps rows by the context's length and aborts when fewer than sequences are left. */
  private static void requireFit(LlamaModel model, ContextOptions options) {
    if (options.contextLength() == 0 && model.trainingContextLength() < options.sequences()) {
      throw new IllegalArgumentException(
          "the model's context of "
              + model.trainingContextLength()
              + " tokens is too short for "
              + options.sequences()
              + " sequences");
    }
  }

  private static MemorySegment params(ContextOptions options, Arena arena) {
    MemorySegment params = LlamaSymbols.contextDefaults(arena);
    LlamaLayouts.CONTEXT_PARAMS
        .setInt(params, "n_ctx", options.contextLength())
        .setInt(params, "n_batch", options.batchSize())
        .setInt(params, "n_ubatch", options.microBatchSize())
        .setInt(params, "n_seq_max", options.sequences())
        .setInt(params, "n_outputs_max", options.logitRows())
        .setInt(params, "n_threads", options.threads())
        .setInt(params, "n_threads_batch", options.batchThreads())
        .setInt(params, "flash_attn_type", options.flashAttention().value())
        .setInt(params, "type_k", options.keyType().value())
        .setInt(params, "type_v", options.valueType().value())
        .setBoolean(params, "offload_kqv", options.offloadKv())
        .setBoolean(params, "swa_full", options.fullSlidingWindow())
        .setBoolean(params, "kv_unified", options.unifiedKv());
    return params;
  }
}
