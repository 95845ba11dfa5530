// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TestModels;
import io.adyton.scheduler.text.Text;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LlamaEngineTest extends StepEngineCompatibilityKit {
  private static final String PROSE =
      "The keeper of the lighthouse wrote down the weather every evening, although nobody had"
          + " ever asked for it. Ships passed far out and did not answer. In winter the lamp"
          + " froze, and in summer the birds kept him awake; he counted both as company.";

  /**
   * What a logit may differ by when libllama computes the same row in another batch: it picks other
   * kernels for other numbers of rows. Measured on this model: 0.75 at most, 0.25 root mean square.
   */
  private static final float BATCH_NUMERICS = 1;

  @Override
  StepEngine create() {
    return TestModels.engine(TestModels.SMOLLM2, 4, 256);
  }

  @Override
  int[] prompt(StepEngine of, int count) {
    try (Text text = Text.ofPublic(PROSE)) {
      return Arrays.copyOf(of.tokenizer().tokenize(text, false, false), count);
    }
  }

  @Test
  void agreesWithItselfInABatchUpToItsNumerics() {
    StepEngine engine = create();
    try {
      engine.open();
      int[] prompt = prompt(engine, 24);
      int[] alone = new int[16];
      float[] aloneProbabilities = greedy(engine, prompt, 1, alone);
      int[] together = new int[16];
      float[] togetherProbabilities = greedy(engine, prompt, 4, together);
      for (int i = 0; i < alone.length; i++) {
        assertThat(togetherProbabilities[i])
            .isCloseTo(aloneProbabilities[i], within(BATCH_NUMERICS));
        if (together[i] != alone[i]) {
          return;
        }
      }
    } finally {
      engine.close();
    }
  }

  @Test
  void speaksTheModelsVocabulary() {
    StepEngine engine = create();
    try (Text text = Text.ofPublic("Grüße, 世界! 🎈");
        Text marker = Text.ofPublic("<|im_end|>");
        Text back = Text.withCapacity(64)) {
      for (int token : engine.tokenizer().tokenize(text, false, false)) {
        engine.tokenizer().appendPiece(token, false, back);
      }
      assertThat(back.contentEquals(text)).isTrue();
      assertThat(engine.model().architecture()).isEqualTo("llama");
      assertThat(engine.model().chatTemplate()).contains("<|im_start|>");
      int[] ends = engine.tokenizer().tokenize(marker, false, true);
      assertThat(ends).hasSize(1);
      assertThat(engine.tokenizer().isEndOfGeneration(ends[0])).isTrue();
      back.truncate(0);
      engine.tokenizer().appendPiece(ends[0], false, back);
      assertThat(back.isEmpty()).as("control tokens stand for no text").isTrue();
      engine.tokenizer().appendPiece(ends[0], true, back);
      assertThat(back.length()).isEqualTo("<|im_end|>".length());
    } finally {
      engine.close();
    }
  }

  /** Continues {@code prompt} in {@code copies} sequences at once; reports the first of them. */
  private static float[] greedy(StepEngine engine, int[] prompt, int copies, int[] tokens) {
    StepBatch batch = new StepBatch(engine.facts().rowLimit());
    StepResult result = new StepResult(engine.facts().rowLimit());
    float[] probabilities = new float[tokens.length];
    for (int copy = 0; copy < copies; copy++) {
      batch.remove(copy, 0);
      batch.openSampler(copy, SamplingParams.GREEDY, 0);
      for (int i = 0; i < prompt.length; i++) {
        int sampler = i == prompt.length - 1 ? copy : StepBatch.NO_SAMPLER;
        batch.addRow(prompt[i], i, copy, sampler);
      }
    }
    int row = prompt.length - 1;
    int rowsOfACopy = prompt.length;
    for (int step = 0; step < tokens.length; step++) {
      assertThat(engine.step(batch, result)).isEqualTo(StepOutcome.COMPUTED);
      tokens[step] = result.sampled(row);
      probabilities[step] = result.logProbability(row);
      batch.clear();
      for (int copy = 0; copy < copies; copy++) {
        int next = result.sampled(copy * rowsOfACopy + row);
        batch.addRow(next, prompt.length + step, copy, copy);
      }
      row = 0;
      rowsOfACopy = 1;
    }
    batch.clear();
    for (int copy = 0; copy < copies; copy++) {
      batch.closeSampler(copy);
    }
    engine.step(batch, result);
    return probabilities;
  }
}
