// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.llama.AbortSignal;
import io.adyton.llama.ContextOptions;
import io.adyton.llama.DecodeOutcome;
import io.adyton.llama.FlashAttention;
import io.adyton.llama.LlamaBatch;
import io.adyton.llama.LlamaContext;
import io.adyton.llama.LlamaLibrary;
import io.adyton.llama.LlamaModel;
import io.adyton.llama.ModelOptions;
import io.adyton.llama.SequenceMemory;
import io.adyton.llama.SequenceState;
import io.adyton.llama.SplitMode;
import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.sampling.CandidateSet;
import io.adyton.scheduler.sampling.LogitRow;
import io.adyton.scheduler.sampling.TokenSampler;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The engine that runs GGUF models through libllama, in this process.
 *
 * <p>Every sequence has KV of its own (a "stream" of libllama), so a row looks at the cells of its
 * sequence and no other. libllama computes a step over streams in groups of neighbouring ids with
 * equally many rows, which is why this engine wants dense sequences and gains nothing from mixing
 * prompt rows with decode rows (source: {@code llama_batch_allocr::split_equal}).
 */
public final class LlamaEngine implements StepEngine {
  private static final int KV_BYTES_PER_VALUE = 2;
  private static final int CONTEXT_STEP = 256;

  private final LlamaModel model;
  private final EngineFacts facts;
  private final ContextOptions contextOptions;
  private final ModelProfile profile;
  private final LlamaTokenizer tokenizer;
  private final int[] suppressed;
  private final LogitRow row;
  private final CandidateSet candidates;
  private final Map<Integer, SequenceState> saved = new HashMap<>();
  private @Nullable TokenSampler[] samplers = new TokenSampler[64];
  private volatile @Nullable AbortSignal abortSignal;
  private @Nullable LlamaContext context;
  private @Nullable LlamaBatch rows;

  private LlamaEngine(LlamaModel model, LlamaEngineOptions options) {
    this.model = model;
    int contextLength = contextLength(model, options);
    int sequences = sequences(model, options, contextLength);
    int rowLimit = Math.max(Math.min(options.rowLimit(), contextLength * sequences), sequences);
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    facts = new EngineFacts(sequences, contextLength, rowLimit, 0, true, !model.isRecurrent());
    contextOptions =
        ContextOptions.builder()
            .contextLength(Math.multiplyExact(contextLength, sequences))
            .sequences(sequences)
            .batchSize(rowLimit)
            .microBatchSize(rowLimit)
            .logitRows(sequences)
            .threads(threads)
            .poll(options.poll())
            .flashAttention(FlashAttention.AUTO)
            .build();
    tokenizer = new LlamaTokenizer(model.vocabulary());
    suppressed = model.vocabulary().suppressed();
    row = new LogitRow(model.vocabulary().size());
    candidates = new CandidateSet(model.vocabulary().size());
    profile =
        new ModelProfile(
            model.architecture(),
            model.description(),
            model.chatTemplate().orElse(""),
            contextLength,
            model.trainingContextLength(),
            model.vocabulary().size(),
            model.parameterCount(),
            model.sizeBytes());
  }

  /**
   * Loads the natives and the model. The file must have been validated.
   *
   * @param nativesCache directory in which natives from a jar are unpacked
   * @throws io.adyton.llama.LlamaException when libllama refuses the file
   */
  public static LlamaEngine load(Path nativesCache, Path file, LlamaEngineOptions options) {
    return load(LlamaLibrary.load(nativesCache), file, options);
  }

  /** Loads the model with natives that are loaded already. */
  public static LlamaEngine load(LlamaLibrary library, Path file, LlamaEngineOptions options) {
    LlamaModel model = LlamaModel.load(library, file, modelOptions(options));
    try {
      return new LlamaEngine(model, options);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public void open() {
    LlamaContext opened = LlamaContext.open(model, contextOptions);
    if (opened.sequenceLength() < facts.contextLength()) {
      opened.close();
      throw new IllegalStateException(
          "asked for sequences of "
              + facts.contextLength()
              + " positions, but libllama made them "
              + opened.sequenceLength()
              + "; set a shorter context");
    }
    context = opened;
    abortSignal = opened.abortSignal();
    rows = LlamaBatch.allocate(facts.rowLimit());
  }

  @Override
  public EngineFacts facts() {
    return facts;
  }

  @Override
  public ModelProfile model() {
    return profile;
  }

  @Override
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  @Override
  public StepOutcome step(StepBatch batch, StepResult result) {
    LlamaContext open = requireOpen();
    for (int i = 0; i < batch.operations(); i++) {
      apply(batch, i, open.memory());
    }
    result.begin(batch.rows());
    if (batch.rows() == 0) {
      return result.end(StepOutcome.COMPUTED);
    }
    DecodeOutcome decoded = decode(open, batch);
    if (decoded == DecodeOutcome.OK) {
      sample(open, batch, result);
      return result.end(StepOutcome.COMPUTED);
    }
    for (int i = 0; i < batch.rows(); i++) {
      result.length(i, open.memory().lastPosition(batch.sequence(i)) + 1);
    }
    return result.end(outcome(decoded));
  }

  @Override
  public void interrupt() {
    AbortSignal signal = abortSignal;
    if (signal != null) {
      signal.raise();
    }
  }

  @Override
  public void rebuild() {
    free();
    open();
  }

  @Override
  public void close() {
    free();
    Arrays.fill(samplers, null);
    model.close();
  }

  private void free() {
    abortSignal = null;
    saved.values().forEach(SequenceState::close);
    saved.clear();
    if (rows != null) {
      rows.close();
      rows = null;
    }
    if (context != null) {
      context.close();
      context = null;
    }
  }

  private DecodeOutcome decode(LlamaContext open, StepBatch batch) {
    LlamaBatch target = Objects.requireNonNull(rows);
    target.clear();
    for (int i = 0; i < batch.rows(); i++) {
      target.add(
          batch.token(i),
          batch.position(i),
          batch.sequence(i),
          batch.sampler(i) != StepBatch.NO_SAMPLER);
    }
    try {
      return open.decode(target);
    } finally {
      open.abortSignal().clear();
      target.clear();
    }
  }

  private void sample(LlamaContext open, StepBatch batch, StepResult result) {
    for (int i = 0; i < batch.rows(); i++) {
      if (batch.sampler(i) != StepBatch.NO_SAMPLER) {
        TokenSampler sampler = sampler(batch.sampler(i));
        open.readLogits(i, row.logits());
        int token = sampler.sample(row, candidates);
        result.sample(i, token < 0 ? StepResult.NO_CANDIDATE : token, sampler.scores());
      }
    }
  }

  private void apply(StepBatch batch, int index, SequenceMemory memory) {
    int a = batch.a(index);
    int b = batch.b(index);
    switch (batch.operation(index)) {
      case COPY -> memory.copy(a, b);
      case REMOVE -> memory.truncate(a, b);
      case KEEP -> memory.keepOnly(a);
      case SAVE -> keep(b, memory.save(a));
      case RESTORE -> restore(memory, a, b);
      case DISCARD -> discard(a);
      case OPEN_SAMPLER -> openSampler(a, batch, index);
      case ACCEPT_PROMPT -> {
        TokenSampler sampler = sampler(a);
        for (int i = 0; i < batch.c(index); i++) {
          sampler.acceptPrompt(batch.promptToken(b + i));
        }
      }
      case CLOSE_SAMPLER -> {
        sampler(a).close();
        samplers[a] = null;
      }
    }
  }

  private void keep(int handle, SequenceState state) {
    discard(handle);
    saved.put(handle, state);
  }

  private void restore(SequenceMemory memory, int sequence, int handle) {
    try (SequenceState state = saved.remove(handle)) {
      if (state == null) {
        throw new IllegalStateException("no state was saved under handle " + handle);
      }
      if (!memory.restore(sequence, state)) {
        throw new IllegalStateException("libllama did not take back a sequence it had saved");
      }
    }
  }

  private void discard(int handle) {
    SequenceState state = saved.remove(handle);
    if (state != null) {
      state.close();
    }
  }

  private void openSampler(int handle, StepBatch batch, int index) {
    if (handle >= samplers.length) {
      samplers = Arrays.copyOf(samplers, Math.max(handle + 1, samplers.length * 2));
    }
    samplers[handle] = new TokenSampler(batch.params(batch.b(index)), suppressed, batch.c(index));
  }

  private TokenSampler sampler(int handle) {
    TokenSampler sampler = samplers[handle];
    if (sampler == null) {
      throw new IllegalStateException("no sampler is open under handle " + handle);
    }
    return sampler;
  }

  private LlamaContext requireOpen() {
    if (context == null) {
      throw new IllegalStateException("the engine is not open");
    }
    return context;
  }

  private static StepOutcome outcome(DecodeOutcome decoded) {
    return switch (decoded) {
      case OK -> StepOutcome.COMPUTED;
      case NO_ROOM -> StepOutcome.NO_ROOM;
      case ABORTED -> StepOutcome.INTERRUPTED;
      case REJECTED -> StepOutcome.REJECTED;
      case FAILED -> StepOutcome.FAILED;
    };
  }

  private static ModelOptions modelOptions(LlamaEngineOptions options) {
    ModelOptions.Builder builder =
        ModelOptions.builder()
            .gpuLayers(options.gpuLayers())
            .splitMode(
                switch (options.split()) {
                  case NONE -> SplitMode.NONE;
                  case LAYER -> SplitMode.LAYER;
                  case ROW -> SplitMode.ROW;
                  case TENSOR -> SplitMode.TENSOR;
                });
    List<String> devices = options.devices();
    return (devices == null ? builder : builder.devices(devices)).build();
  }

  private static int contextLength(LlamaModel model, LlamaEngineOptions options) {
    int wanted =
        options.contextLength() == 0
            ? Math.min(model.trainingContextLength(), LlamaEngineOptions.LONGEST_DEFAULT_CONTEXT)
            : options.contextLength();
    return Math.ceilDiv(wanted, CONTEXT_STEP) * CONTEXT_STEP;
  }

  private static int sequences(LlamaModel model, LlamaEngineOptions options, int contextLength) {
    if (options.sequences() > 0) {
      return options.sequences();
    }
    long valuesPerPosition =
        (long) model.layerCount()
            * model.keyValueHeadCount()
            * (headLength(model, "key") + headLength(model, "value"));
    long bytes = valuesPerPosition * KV_BYTES_PER_VALUE * contextLength;
    return Math.clamp(
        options.kvBudgetBytes() / Math.max(bytes, 1),
        1,
        Math.min(LlamaEngineOptions.MOST_DEFAULT_SEQUENCES, options.rowLimit()));
  }

  private static long headLength(LlamaModel model, String kind) {
    return model
        .metadata(model.architecture() + ".attention." + kind + "_length")
        .map(Long::parseLong)
        .orElseGet(() -> (long) model.embeddingLength() / Math.max(model.headCount(), 1));
  }
}
