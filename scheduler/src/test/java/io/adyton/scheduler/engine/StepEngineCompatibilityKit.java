// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenScores;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link StepEngine} must do alike. */
abstract class StepEngineCompatibilityKit {
  private static final SamplingParams WARM =
      new SamplingParams(1, 40, 0.9f, 0.01f, 1.1f, 0.5f, 0.5f, Map.of(), 99);

  private StepEngine engine;
  private StepBatch batch;
  private StepResult result;

  /** Returns an engine of at least 4 sequences of at least 256 positions. */
  abstract StepEngine create();

  /** Returns {@code count} tokens of ordinary text. */
  abstract int[] prompt(StepEngine of, int count);

  @BeforeEach
  void open() {
    engine = create();
    engine.open();
    batch = new StepBatch(engine.facts().rowLimit());
    result = new StepResult(engine.facts().rowLimit());
  }

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  void agreesWithItselfAboutSizes() {
    assertThat(engine.model().contextLength()).isEqualTo(engine.facts().contextLength());
    assertThat(engine.model().vocabularySize()).isEqualTo(engine.tokenizer().vocabularySize());
    assertThat(engine.facts().sequences()).isGreaterThanOrEqualTo(4);
    assertThat(engine.facts().contextLength()).isGreaterThanOrEqualTo(256);
  }

  @Test
  void samplesOnlyForRowsThatNameASampler() {
    batch.openSampler(0, SamplingParams.GREEDY, TokenScores.NOT_WANTED);
    prefill(0, prompt(8), 0);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
    for (int row = 0; row < 7; row++) {
      assertThat(result.sampled(row)).isEqualTo(StepResult.NOTHING);
    }
    assertThat(result.sampled(7)).isBetween(0, engine.model().vocabularySize() - 1);
    assertThat(result.logProbability(7)).isNaN();
  }

  @Test
  void tellsLogProbabilitiesWhereAsked() {
    batch.openSampler(0, SamplingParams.GREEDY, 0);
    prefill(0, prompt(8), 0);
    step();
    assertThat(result.logProbability(7)).isLessThanOrEqualTo(0).isGreaterThan(-20);
  }

  @Test
  void scoresTheSampledTokenAndTheLikeliest() {
    batch.openSampler(0, SamplingParams.GREEDY, 5);
    prefill(0, prompt(8), 0);
    step();
    TokenScores scores = scores(7);
    assertThat(scores.size()).isEqualTo(6);
    assertThat(scores.token(0)).isEqualTo(result.sampled(7)).isEqualTo(scores.token(1));
    assertThat(scores.logProbability(0))
        .isEqualTo(result.logProbability(7))
        .isEqualTo(scores.logProbability(1));
    double mass = 0;
    for (int i = 1; i <= 5; i++) {
      assertThat(scores.logProbability(i))
          .isLessThanOrEqualTo(i == 1 ? 0 : scores.logProbability(i - 1));
      mass += Math.exp(scores.logProbability(i));
    }
    assertThat(mass).isBetween(0.0, 1.0);
    assertThat(scores(6).size()).as("a row without a sampler").isZero();
  }

  @Test
  void scoresTheModelsOwnDistributionWhateverIsSampled() {
    int[] prompt = prompt(9);
    SamplingParams forced = new SamplingParams(0, 0, 1, 0, 1, 0, 0, Map.of(prompt[8], 100f), 0);
    batch.openSampler(0, SamplingParams.GREEDY, 5);
    batch.openSampler(1, forced, 5);
    addRows(0, prompt, 0, 8, 0);
    step();
    TokenScores free = scores(7);
    batch.remove(0, 0);
    addRows(0, prompt, 0, 8, 1);
    step();
    TokenScores biased = scores(7);
    assertThat(biased.token(0)).isEqualTo(prompt[8]);
    assertThat(biased.logProbability(0)).isLessThan(free.logProbability(1));
    for (int i = 1; i <= 5; i++) {
      assertThat(biased.token(i)).isEqualTo(free.token(i));
      assertThat(biased.logProbability(i)).isEqualTo(free.logProbability(i));
    }
  }

  @Test
  void repeatsItselfForEqualSeeds() {
    int[] first = generate(0, 0, WARM, prompt(20), 12);
    int[] second = generate(0, 1, WARM, prompt(20), 12);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void obeysLogitBias() {
    int wanted = prompt(4)[3];
    SamplingParams biased = new SamplingParams(0, 0, 1, 0, 1, 0, 0, Map.of(wanted, 100f), 0);
    assertThat(generate(0, 0, biased, prompt(8), 3)).containsOnly(wanted);
  }

  @Test
  void penalizesWhatThePromptContains() {
    int[] prompt = prompt(8);
    SamplingParams open = new SamplingParams(0, 0, 1, 0, 1, 0, 0, Map.of(prompt[0], 30f), 0);
    SamplingParams penalizing = new SamplingParams(0, 0, 1, 0, 10, 0, 0, Map.of(prompt[0], 30f), 0);
    assertThat(generate(0, 0, open, prompt, 1)).containsOnly(prompt[0]);
    assertThat(generate(1, 1, penalizing, prompt, 1)[0]).isNotEqualTo(prompt[0]);
  }

  @Test
  void copiesWholeSequences() {
    int[] prompt = prompt(40);
    batch.openSampler(0, SamplingParams.GREEDY, 0);
    batch.openSampler(1, SamplingParams.GREEDY, 0);
    addRows(0, prompt, 0, 39, StepBatch.NO_SAMPLER);
    step();
    batch.copy(0, 1);
    addRows(0, prompt, 39, 40, 0);
    step();
    int original = result.sampled(0);
    float originalProbability = result.logProbability(0);
    addRows(1, prompt, 39, 40, 1);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
    assertThat(result.sampled(0)).isEqualTo(original);
    assertThat(result.logProbability(0)).isEqualTo(originalProbability);
  }

  @Test
  void continuesACopyThatWasCut() {
    int[] prompt = prompt(40);
    batch.openSampler(0, SamplingParams.GREEDY, 0);
    batch.openSampler(1, SamplingParams.GREEDY, 0);
    addRows(0, prompt, 0, 40, StepBatch.NO_SAMPLER);
    addRows(1, prompt, 0, 30, StepBatch.NO_SAMPLER);
    step();
    batch.copy(0, 2);
    batch.remove(2, 30);
    batch.remove(0, 0);
    addRows(1, prompt, 30, 31, 1);
    step();
    int expected = result.sampled(0);
    addRows(2, prompt, 30, 31, 0);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
    assertThat(result.sampled(0)).isEqualTo(expected);
  }

  @Test
  void startsAgainAfterRemoval() {
    int[] first = generate(0, 0, SamplingParams.GREEDY, prompt(20), 5);
    int[] second = generate(0, 1, SamplingParams.GREEDY, prompt(20), 5);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void keepsOneSequenceAlone() {
    int[] prompt = prompt(10);
    addRows(0, prompt, 0, 10, StepBatch.NO_SAMPLER);
    addRows(1, prompt, 0, 10, StepBatch.NO_SAMPLER);
    step();
    batch.keep(1);
    addRows(0, prompt, 0, 1, StepBatch.NO_SAMPLER);
    addRows(1, prompt, 5, 6, StepBatch.NO_SAMPLER);
    assertThat(step()).as("sequence 1 still holds 10 positions").isEqualTo(StepOutcome.REJECTED);
    addRows(0, prompt, 0, 1, StepBatch.NO_SAMPLER);
    assertThat(step()).as("sequence 0 is empty").isEqualTo(StepOutcome.COMPUTED);
  }

  @Test
  void savesAndRestoresSequences() {
    int[] prompt = prompt(20);
    batch.openSampler(0, SamplingParams.GREEDY, 0);
    addRows(0, prompt, 0, 19, StepBatch.NO_SAMPLER);
    step();
    batch.save(0, 7);
    addRows(0, prompt, 19, 20, 0);
    step();
    int original = result.sampled(0);
    float originalProbability = result.logProbability(0);
    batch.remove(0, 0);
    batch.restore(3, 7);
    addRows(3, prompt, 19, 20, 0);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
    assertThat(result.sampled(0)).isEqualTo(original);
    assertThat(result.logProbability(0)).isEqualTo(originalProbability);
  }

  @Test
  void forgetsSavedStatesThatAreDiscarded() {
    addRows(0, prompt(20), 0, 20, StepBatch.NO_SAMPLER);
    step();
    batch.save(0, 1);
    batch.discard(1);
    batch.discard(1);
    batch.restore(1, 1);
    assertThatThrownBy(this::step).isInstanceOf(IllegalStateException.class);
    batch.clear();
  }

  @Test
  void refusesRowsThatDoNotContinueTheirSequence() {
    int[] prompt = prompt(10);
    addRows(0, prompt, 0, 5, StepBatch.NO_SAMPLER);
    step();
    addRows(0, prompt, 7, 8, StepBatch.NO_SAMPLER);
    assertThat(step()).isEqualTo(StepOutcome.REJECTED);
    assertThat(result.length(0)).isEqualTo(5);
    addRows(0, prompt, 5, 6, StepBatch.NO_SAMPLER);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
  }

  @Test
  void appliesOperationsOnceWhenRowsAreRefused() {
    int[] prompt = prompt(10);
    addRows(0, prompt, 0, 10, StepBatch.NO_SAMPLER);
    step();
    batch.remove(0, 4);
    addRows(0, prompt, 9, 10, StepBatch.NO_SAMPLER);
    assertThat(step()).isEqualTo(StepOutcome.REJECTED);
    assertThat(result.length(0)).isEqualTo(4);
  }

  @Test
  void acceptsRemovalsOfWhatIsNotThere() {
    batch.remove(3, 0);
    batch.remove(3, 17);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
  }

  @Test
  void computesManySequencesInOneStep() {
    int[] prompt = prompt(12);
    int[] alone = new int[4];
    for (int i = 0; i < 4; i++) {
      alone[i] = generate(i, i, SamplingParams.GREEDY, Arrays.copyOf(prompt, 9 + i), 1)[0];
      batch.remove(i, 0);
    }
    for (int i = 0; i < 4; i++) {
      batch.openSampler(i, SamplingParams.GREEDY, TokenScores.NOT_WANTED);
      addRows(i, prompt, 0, 9 + i, i);
    }
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
    int row = -1;
    for (int i = 0; i < 4; i++) {
      row += 9 + i;
      assertThat(result.sampled(row)).isEqualTo(alone[i]);
    }
  }

  @Test
  void forgetsEverySequenceWhenRebuilt() {
    batch.openSampler(0, SamplingParams.GREEDY, TokenScores.NOT_WANTED);
    prefill(0, prompt(10), 0);
    step();
    engine.rebuild();
    prefill(0, prompt(10), 0);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
    assertThat(result.sampled(9)).isNotNegative();
  }

  @Test
  void mayBeInterruptedWithoutAStep() {
    engine.interrupt();
    prefill(0, prompt(10), StepBatch.NO_SAMPLER);
    StepOutcome outcome = step();
    assertThat(outcome).isIn(StepOutcome.COMPUTED, StepOutcome.INTERRUPTED);
    int held = outcome == StepOutcome.COMPUTED ? 10 : result.length(0);
    addRows(0, prompt(11), held, held + 1, StepBatch.NO_SAMPLER);
    assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
  }

  private TokenScores scores(int row) {
    TokenScores scores = new TokenScores();
    result.copyScores(row, scores);
    return scores;
  }

  private int[] prompt(int count) {
    return prompt(engine, count);
  }

  private int[] generate(
      int sequence, int sampler, SamplingParams params, int[] prompt, int count) {
    batch.remove(sequence, 0);
    batch.openSampler(sampler, params, TokenScores.NOT_WANTED);
    batch.acceptPrompt(sampler, prompt, prompt.length);
    prefill(sequence, prompt, sampler);
    int row = prompt.length - 1;
    int[] tokens = new int[count];
    for (int i = 0; i < count; i++) {
      assertThat(step()).isEqualTo(StepOutcome.COMPUTED);
      tokens[i] = result.sampled(row);
      batch.addRow(tokens[i], prompt.length + i, sequence, sampler);
      row = 0;
    }
    batch.clear();
    batch.closeSampler(sampler);
    return tokens;
  }

  private void prefill(int sequence, int[] tokens, int sampler) {
    addRows(sequence, tokens, 0, tokens.length, sampler);
  }

  private void addRows(int sequence, int[] tokens, int from, int to, int sampler) {
    for (int i = from; i < to; i++) {
      batch.addRow(tokens[i], i, sequence, i == to - 1 ? sampler : StepBatch.NO_SAMPLER);
    }
  }

  private StepOutcome step() {
    StepOutcome outcome = engine.step(batch, result);
    assertThat(result.outcome()).isEqualTo(outcome);
    batch.clear();
    return outcome;
  }
}
