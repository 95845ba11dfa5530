// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.cli.model.ModelReference.Hub;
import io.adyton.cli.model.ModelReference.Local;
import io.adyton.cli.model.ModelReference.Named;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {
  @Test
  void tellsNamesPathsAndHubFilesApart() {
    assertThat(ModelReference.parse("gemma3-270m")).isEqualTo(new Named("gemma3-270m"));
    assertThat(ModelReference.parse("./gemma3")).isEqualTo(new Local(Path.of("./gemma3")));
    assertThat(ModelReference.parse("m.gguf")).isEqualTo(new Local(Path.of("m.gguf")));
    assertThat(ModelReference.parse("hf:owner/Repo-1.5/sub/Model.Q4.gguf"))
        .isEqualTo(new Hub("owner", "Repo-1.5", "sub/Model.Q4.gguf"));
  }

  @Test
  void namesAHubFileByItsLastPart() {
    assertThat(new Hub("o", "r", "sub/Model.Q4.gguf").defaultName()).isEqualTo("model.q4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Name", "-x", "a b", "hf:", "hf:a/b", "hf:a/b/c.bin", "hf:a/b/../c.gguf"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> ModelReference.parse(text)).hasMessageContaining("is no ");
  }
}
