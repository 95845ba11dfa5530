// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LlamaContextTest {
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
  void answersAQuestionGreedily() {
    int[] prompt =
        TestModels.tokenize(
            model,
            "<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n");

    assertThat(generate(prompt, 12)).contains("Paris");
  }

  private static String generate(int[] prompt, int count) {
    float[] logits = new float[model.vocabulary().size()];
    int[] answer = new int[count];
    try (LlamaContext context = LlamaContext.open(model, TestModels.smallContext().build());
        LlamaBatch batch = LlamaBatch.allocate(256)) {
      for (int i = 0; i < prompt.length; i++) {
        batch.add(prompt[i], i, 0, i == prompt.length - 1);
      }
      for (int i = 0; i < count; i++) {
        assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.OK);
        context.readLogits(batch.size() - 1, logits);
        answer[i] = TestModels.argmax(logits);
        batch.clear();
        batch.add(answer[i], prompt.length + i, 0, true);
      }
    }
    return TestModels.detokenize(model, answer);
  }
}
