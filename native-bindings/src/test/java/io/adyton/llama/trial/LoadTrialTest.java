// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.gguf.GgufModel;
import io.adyton.gguf.TinyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTrialTest {
  @TempDir private Path directory;

  @Test
  void passesModelsThatLoadAndDecode() throws Exception {
    LoadTrial trial = new LoadTrial(directory.resolve("natives"));
    assertThat(trial.run(TinyModels.bytePairLlama().write(directory.resolve("b.gguf"))))
        .isEqualTo(new LoadTrial.Outcome.Passed());
    assertThat(trial.run(TinyModels.sentencePieceLlama().write(directory.resolve("s.gguf"))))
        .isEqualTo(new LoadTrial.Outcome.Passed());
  }

  @Test
  void outlivesAFileThatEndsTheProcess() throws Exception {
    Path file = TinyModels.withTwoEqualTokens().write(directory.resolve("model.gguf"));
    assertThat(new LoadTrial(directory.resolve("natives")).run(file))
        .isEqualTo(new LoadTrial.Outcome.Failed("ended the process that tried it (signal 6)"));
  }

  @Test
  void saysThatLibllamaRefusedAFile() throws Exception {
    Path file = TinyModels.withSwappedLayer().write(directory.resolve("model.gguf"));
    assertThat(GgufModel.open(file).architecture()).isEqualTo("llama");
    assertThat(new LoadTrial(directory.resolve("natives")).run(file))
        .isEqualTo(new LoadTrial.Outcome.Failed("was refused by libllama"));
  }

  @Test
  void endsAChildThatTakesTooLong() throws Exception {
    Path file = TinyModels.withEndlessTokenizer().write(directory.resolve("model.gguf"));
    LoadTrial trial = new LoadTrial(directory.resolve("natives"), 1_000_000_000L, 512L << 20);
    LoadTrial.Outcome outcome = trial.run(file);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            LoadTrial.Outcome.Failed.class,
            failed -> assertThat(failed.how()).matches("did not load within .*|took more than .*"));
    assertThat(Files.exists(file)).isTrue();
  }
}
