// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.llama.trial.LoadTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelAdmissionTest {
  @TempDir private Path directory;
  private ModelStore store;
  private ModelAdmission admission;

  @BeforeEach
  void open() {
    store = ModelStore.open(directory);
    admission =
        new ModelAdmission(store, Catalog.builtIn(), new LoadTrial(directory.resolve("natives")));
  }

  @Test
  void triesAnUnknownFileOnceAndRemembersThatItPassed() throws Exception {
    ModelFile file = file("tiny.gguf", TestModel.bytes());
    assertThat(store.passedTrial(file.sha256())).isFalse();
    assertThat(admission.admit(file).architecture()).isEqualTo("llama");
    assertThat(store.passedTrial(file.sha256())).isTrue();
    assertThat(ModelStore.open(directory).passedTrial(file.sha256())).isTrue();
  }

  @Test
  void doesNotTryWhatTheCatalogVouchesFor() throws Exception {
    ModelFile file = file("tiny.gguf", TestModel.bytes());
    CatalogModel known = new CatalogModel("tiny", "", "", "", file.sha256(), 1, List.of());
    ModelAdmission vouched =
        new ModelAdmission(
            store,
            new Catalog(1, "tiny", List.of(known)),
            new LoadTrial(directory.resolve("natives")));
    vouched.admit(file);
    assertThat(store.passedTrial(file.sha256())).isFalse();
  }

  @Test
  void rejectsWhatTheTrialRefuses() throws Exception {
    ModelFile file = file("odd.gguf", TestModel.refusedByLibllama());
    assertThatThrownBy(() -> admission.admit(file))
        .hasMessage("model_rejected: model 'odd' was refused by libllama; choose another model.");
    assertThat(store.passedTrial(file.sha256())).isFalse();
  }

  @Test
  void rejectsWhatTheValidatorRefuses() throws Exception {
    ModelFile file = file("no.gguf", new byte[100]);
    assertThatThrownBy(() -> admission.admit(file))
        .hasMessageStartingWith("model_rejected: model 'no' is not valid: The file does not");
  }

  private ModelFile file(String name, byte[] bytes) throws Exception {
    Path path = Files.write(directory.resolve(name), bytes);
    return store.resolve(path.toString(), Progress.SILENT);
  }
}
