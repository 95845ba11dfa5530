// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.sampling.CandidateSet;
import io.adyton.scheduler.sampling.LogitRow;
import io.adyton.scheduler.sampling.TokenSampler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic engine without a model file, for simulations and for tests of what stands on a
 * scheduler.
 *
 * <p>It keeps the tokens of every sequence, checks every row against them as strictly as the real
 * engine does, and samples with the real sampler from the logits of a {@link SimulatedModel}. What
 * a step costs and when it fails is decided by {@link Conduct}.
 */
public final class SimulatedEngine implements StepEngine {

  /** Decides, before a step is computed, what becomes of it, and takes the time it needs. */
  @FunctionalInterface
  public interface Conduct {
    /** Every step is computed and takes no time. */
    Conduct PROMPT = (step, rows) -> StepOutcome.COMPUTED;

    /**
     * Called once for each step that has rows; may advance a virtual clock.
     *
     * @param step number of the step, counted from 0
     * @param rows rows in it
     * @return what becomes of it; an interrupted or failed step has computed its first half
     */
    StepOutcome step(long step, int rows);
  }

  private static final int[] NOTHING_SUPPRESSED = {};

  private final EngineFacts facts;
  private final SimulatedModel model;
  private final Conduct conduct;
  private final ModelProfile profile;
  private final SimulatedTokenizer tokenizer = new SimulatedTokenizer();
  private final int[][] tokens;
  private final int[] lengths;
  private final Map<Integer, int[]> saved = new HashMap<>();
  private final Map<Integer, Chooser> samplers = new HashMap<>();
  private final LogitRow row = new LogitRow(SimulatedTokenizer.VOCABULARY_SIZE);
  private final CandidateSet candidates = new CandidateSet(SimulatedTokenizer.VOCABULARY_SIZE);
  private long steps;
  private boolean closed;
  private volatile boolean interrupted;

  /** Creates an engine with empty sequences. */
  public SimulatedEngine(EngineFacts facts, SimulatedModel model, Conduct conduct) {
    this.facts = facts;
    this.model = model;
    this.conduct = conduct;
    tokens = new int[facts.sequences()][facts.contextLength()];
    lengths = new int[facts.sequences()];
    profile =
        new ModelProfile(
            "simulated",
            "simulated, one token for each byte",
            "{% for message in messages %}{{ message['content'] }}\n{% endfor %}",
            facts.contextLength(),
            facts.contextLength(),
            SimulatedTokenizer.VOCABULARY_SIZE,
            0,
            0);
  }

  /** Creates an engine of 8 sequences of 1,024 positions that never fails. */
  public static SimulatedEngine of(SimulatedModel model) {
    return new SimulatedEngine(new EngineFacts(8, 1024, 256, 0, true, true), model, Conduct.PROMPT);
  }

  @Override
  public void open() {}

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
    if (closed) {
      throw new IllegalStateException("the engine was closed");
    }
    for (int i = 0; i < batch.operations(); i++) {
      apply(batch, i);
    }
    int rows = batch.rows();
    result.begin(rows);
    if (rows == 0) {
      return result.end(StepOutcome.COMPUTED);
    }
    if (!isWellFormed(batch)) {
      return reportLengths(batch, result, StepOutcome.REJECTED);
    }
    StepOutcome outcome = conduct.step(steps++, rows);
    if (interrupted && outcome == StepOutcome.COMPUTED) {
      outcome = StepOutcome.INTERRUPTED;
    }
    interrupted = false;
    switch (outcome) {
      case COMPUTED -> compute(batch, rows, result);
      case INTERRUPTED, FAILED -> compute(batch, rows / 2, null);
      case NO_ROOM, REJECTED -> {}
    }
    return outcome == StepOutcome.COMPUTED
        ? result.end(outcome)
        : reportLengths(batch, result, outcome);
  }

  @Override
  public void interrupt() {
    interrupted = true;
  }

  @Override
  public void rebuild() {
    for (int i = 0; i < lengths.length; i++) {
      truncate(i, 0);
    }
    saved.clear();
  }

  @Override
  public void close() {
    rebuild();
    samplers.clear();
    closed = true;
  }

  /** Returns how many positions {@code sequence} holds. */
  public int length(int sequence) {
    return lengths[sequence];
  }

  /** Returns how many samplers are open. */
  public int openSamplers() {
    return samplers.size();
  }

  private void apply(StepBatch batch, int index) {
    int a = batch.a(index);
    int b = batch.b(index);
    switch (batch.operation(index)) {
      case COPY -> {
        System.arraycopy(tokens[a], 0, tokens[b], 0, facts.contextLength());
        lengths[b] = lengths[a];
      }
      case REMOVE -> truncate(a, b);
      case KEEP -> {
        for (int i = 0; i < lengths.length; i++) {
          truncate(i, i == a ? lengths[i] : 0);
        }
      }
      case SAVE -> saved.put(b, Arrays.copyOf(tokens[a], lengths[a]));
      case RESTORE -> restore(a, saved.remove(b));
      case DISCARD -> saved.remove(a);
      case OPEN_SAMPLER ->
          samplers.put(
              a,
              new Chooser(new TokenSampler(batch.params(b), NOTHING_SUPPRESSED, batch.c(index))));
      case ACCEPT_PROMPT -> {
        for (int i = 0; i < batch.c(index); i++) {
          chooser(a).sampler.acceptPrompt(batch.promptToken(b + i));
        }
      }
      case CLOSE_SAMPLER -> {
        chooser(a).sampler.close();
        samplers.remove(a);
      }
    }
  }

  private void restore(int sequence, int @Nullable [] state) {
    if (state == null) {
      throw new IllegalStateException("no state was saved under this handle");
    }
    truncate(sequence, 0);
    System.arraycopy(state, 0, tokens[sequence], 0, state.length);
    lengths[sequence] = state.length;
  }

  private void truncate(int sequence, int length) {
    if (length < lengths[sequence]) {
      Arrays.fill(tokens[sequence], length, lengths[sequence], 0);
      lengths[sequence] = length;
    }
  }

  private boolean isWellFormed(StepBatch batch) {
    int[] next = lengths.clone();
    int lastSequence = 0;
    for (int i = 0; i < batch.rows(); i++) {
      int sequence = batch.sequence(i);
      int token = batch.token(i);
      if (sequence < lastSequence
          || sequence >= lengths.length
          || batch.position(i) != next[sequence]++
          || batch.position(i) >= facts.contextLength()
          || token < 0
          || token >= SimulatedTokenizer.VOCABULARY_SIZE) {
        return false;
      }
      lastSequence = sequence;
    }
    return true;
  }

  private void compute(StepBatch batch, int rows, @Nullable StepResult result) {
    for (int i = 0; i < rows; i++) {
      int sequence = batch.sequence(i);
      tokens[sequence][lengths[sequence]++] = batch.token(i);
      if (result != null && batch.sampler(i) != StepBatch.NO_SAMPLER) {
        Chooser chooser = chooser(batch.sampler(i));
        model.logits(tokens[sequence], lengths[sequence], chooser.sampled, row.logits());
        int token = chooser.sampler.sample(row, candidates);
        chooser.sampled++;
        result.sample(i, token < 0 ? StepResult.NO_CANDIDATE : token, chooser.sampler.scores());
      }
    }
  }

  private StepOutcome reportLengths(StepBatch batch, StepResult result, StepOutcome outcome) {
    for (int i = 0; i < batch.rows(); i++) {
      int sequence = batch.sequence(i);
      result.length(i, sequence >= 0 && sequence < lengths.length ? lengths[sequence] : 0);
    }
    return result.end(outcome);
  }

  private Chooser chooser(int handle) {
    Chooser chooser = samplers.get(handle);
    if (chooser == null) {
      throw new IllegalStateException("no sampler is open under handle " + handle);
    }
    return chooser;
  }

  private static final class Chooser {
    private final TokenSampler sampler;
    private int sampled;

    Chooser(TokenSampler sampler) {
      this.sampler = sampler;
    }
  }
}
