// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.reference;

import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.StepBatch;
import io.adyton.scheduler.engine.StepEngine;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.scheduler.engine.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes down what an engine samples, with log-probabilities, and answers with the oracle's token
 * instead, so that every step of a request follows the oracle's own tokens. Requests are told apart
 * by the seed of their sampling parameters, which greedy sampling ignores.
 */
final class RecordingEngine implements StepEngine {
  private static final TokenScores NO_SCORES = new TokenScores();

  private final StepEngine engine;
  private final Map<Long, int[]> tokensToFollow;
  private final StepBatch asking;
  private final Map<Integer, Long> seedsBySampler = new HashMap<>();
  private final Map<Long, List<Sampled>> samples = new ConcurrentHashMap<>();

  /** One token with the model's log-probability of it. */
  record Sampled(int token, float logprob) {}

  /** Leads requests with these seeds along these tokens, and lets all others go their own way. */
  RecordingEngine(StepEngine engine, Map<Long, int[]> tokensToFollow) {
    this.engine = engine;
    this.tokensToFollow = tokensToFollow;
    this.asking = new StepBatch(engine.facts().rowLimit());
  }

  /** Returns what was sampled for the request with this seed, the end marker included. */
  List<Sampled> sampled(long seed) {
    return samples.getOrDefault(seed, List.of());
  }

  @Override
  public StepOutcome step(StepBatch batch, StepResult result) {
    askForLogprobs(batch);
    StepOutcome outcome = engine.step(asking, result);
    for (int row = 0; row < batch.rows(); row++) {
      if (batch.sampler(row) != StepBatch.NO_SAMPLER && result.sampled(row) >= 0) {
        record(Objects.requireNonNull(seedsBySampler.get(batch.sampler(row))), row, result);
      }
    }
    return outcome;
  }

  private void record(long seed, int row, StepResult result) {
    List<Sampled> sampled = samples.computeIfAbsent(seed, _ -> new ArrayList<>());
    sampled.add(new Sampled(result.sampled(row), result.logProbability(row)));
    int[] toFollow = tokensToFollow.get(seed);
    if (toFollow != null) {
      result.sample(row, toFollow[sampled.size() - 1], NO_SCORES);
    }
  }

  private void askForLogprobs(StepBatch batch) {
    asking.clear();
    for (int i = 0; i < batch.operations(); i++) {
      int a = batch.a(i);
      int b = batch.b(i);
      switch (batch.operation(i)) {
        case COPY -> asking.copy(a, b);
        case REMOVE -> asking.remove(a, b);
        case KEEP -> asking.keep(a);
        case SAVE -> asking.save(a, b);
        case RESTORE -> asking.restore(a, b);
        case DISCARD -> asking.discard(a);
        case OPEN_SAMPLER -> {
          seedsBySampler.put(a, batch.params(b).seed());
          asking.openSampler(a, batch.params(b), 0);
        }
        case ACCEPT_PROMPT -> asking.acceptPrompt(a, promptTokens(batch, i), batch.c(i));
        case CLOSE_SAMPLER -> asking.closeSampler(a);
      }
    }
    for (int row = 0; row < batch.rows(); row++) {
      asking.addRow(batch.token(row), batch.position(row), batch.sequence(row), batch.sampler(row));
    }
  }

  private static int[] promptTokens(StepBatch batch, int operation) {
    int[] tokens = new int[batch.c(operation)];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = batch.promptToken(batch.b(operation) + i);
    }
    return tokens;
  }

  @Override
  public void open() {
    engine.open();
  }

  @Override
  public EngineFacts facts() {
    return engine.facts();
  }

  @Override
  public ModelProfile model() {
    return engine.model();
  }

  @Override
  public Tokenizer tokenizer() {
    return engine.tokenizer();
  }

  @Override
  public void interrupt() {
    engine.interrupt();
  }

  @Override
  public void rebuild() {
    engine.rebuild();
  }

  @Override
  public void close() {
    engine.close();
  }
}
