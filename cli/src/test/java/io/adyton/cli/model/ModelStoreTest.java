// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  @TempDir private Path directory;
  private ModelStore store;

  @BeforeEach
  void open() {
    store = ModelStore.open(directory);
  }

  @Test
  void keepsFilesByTheirDigest() throws Exception {
    StoredModel model = add("tiny");
    assertThat(store.models()).containsExactly(model);
    assertThat(store.path(model))
        .hasFileName("sha256-" + TestModel.sha256())
        .hasBinaryContent(TestModel.bytes());
    assertThat(ModelStore.open(directory).require("tiny")).isEqualTo(model);
  }

  @Test
  void resolvesANameToAFileItHasJustHashed() throws Exception {
    StoredModel model = add("tiny");
    assertThat(store.resolve("tiny", Progress.SILENT))
        .isEqualTo(new ModelFile("tiny", store.path(model), model.sha256()));
  }

  @Test
  void usesAPathWhereItLies() throws Exception {
    Path file = TestModel.write(directory.resolve("mine.gguf"));
    assertThat(store.resolve(file.toString(), Progress.SILENT))
        .isEqualTo(new ModelFile("mine", file, TestModel.sha256()));
    assertThat(store.models()).isEmpty();
  }

  @Test
  void refusesAFileThatChangedOnDisk() throws Exception {
    Path blob = store.path(add("tiny"));
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length - 1] ^= 1;
    Files.write(blob, bytes);
    assertThatThrownBy(() -> store.resolve("tiny", Progress.SILENT))
        .hasMessage("model 'tiny' is damaged on disk; get it again with 'adyton model pull tiny'.");
  }

  @Test
  void saysHowToGetAModelThatIsNotThere() {
    assertThatThrownBy(() -> store.resolve("absent", Progress.SILENT))
        .hasMessageContaining("no model 'absent' here; 'adyton model ls' shows");
    assertThatThrownBy(() -> store.resolve("/absent.gguf", Progress.SILENT))
        .hasMessage("there is no file /absent.gguf; check the path.");
  }

  @Test
  void keepsAFileAsLongAsANameStandsForIt() throws Exception {
    StoredModel first = add("one");
    add("two");
    store.remove("one");
    assertThat(store.path(first)).exists();
    store.remove("two");
    assertThat(store.path(first)).doesNotExist();
    assertThat(store.models()).isEmpty();
  }

  @Test
  void refusesToRemoveAModelInUse() throws Exception {
    add("tiny");
    ModelFile file = store.resolve("tiny", Progress.SILENT);
    try (StoreLock _ = store.hold(file)) {
      assertThatThrownBy(() -> store.remove("tiny"))
          .hasMessage("model 'tiny' is in use by a running server; stop it first.");
    }
    store.remove("tiny");
    assertThat(store.find("tiny")).isEmpty();
  }

  @Test
  void isChangedByOneAtATime() {
    try (StoreLock _ = store.lock()) {
      assertThatThrownBy(() -> store.lock())
          .hasMessageContaining("another 'adyton model' command is changing");
    }
    store.lock().close();
  }

  @Test
  void saysThatItsIndexIsDamaged() throws Exception {
    Path index = Files.writeString(directory.resolve("models/index.json"), "{\"version\":1,");
    assertThatThrownBy(() -> store.models())
        .hasMessage(index + " is damaged; remove it and pull the models again.");
  }

  @Test
  void refusesAnIndexOfALaterVersion() throws Exception {
    Files.writeString(directory.resolve("models/index.json"), "{\"version\":2,\"models\":[]}");
    assertThatThrownBy(() -> store.models()).hasMessageContaining("use the Adyton that wrote it");
  }

  @Test
  void saysThatItCannotWrite() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> ModelStore.open(file))
        .hasMessageEndingWith("choose another directory with --data-dir.");
  }

  private StoredModel add(String name) throws IOException {
    Path complete = TestModel.write(directory.resolve("complete"));
    StoredModel model =
        new StoredModel(
            name,
            TestModel.sha256(),
            TestModel.bytes().length,
            "catalog",
            "apache-2.0",
            "2026-01-01T00:00:00Z");
    try (StoreLock _ = store.lock()) {
      return store.add(model, complete);
    }
  }
}
