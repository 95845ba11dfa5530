// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.scheduler.TestModels;
import io.adyton.scheduler.text.Text;
import java.util.Arrays;

class LlamaEngineTest extends StepEngineCompatibilityKit {
  private static final String PROSE =
      "The keeper of the lighthouse wrote down the weather every evening, although nobody had"
          + " ever asked for it. Ships passed far out and did not answer. In winter the lamp"
          + " froze, and in summer the birds kept him awake; he counted both as company.";

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
}
