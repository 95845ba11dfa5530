// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
  private static final String SHA256 = "ab".repeat(32);

  @TempDir private Path data;

  @Test
  void saysThatThereAreNoneYetAndCreatesNothing() {
    assertThat(new Models(data).examine())
        .containsExactly(Finding.ok("models", "none yet; 'adyton serve' fetches one"));
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void listsWhatWasPulled() throws Exception {
    index();
    Files.createDirectories(data.resolve("models/blobs"));
    Files.write(data.resolve("models/blobs/sha256-" + SHA256), new byte[10]);

    assertThat(new Models(data).examine())
        .containsExactly(
            Finding.ok("model tiny", "98.1 MB, sha256:" + SHA256 + ", licence apache-2.0"));
  }

  @Test
  void missesAModelWhoseFileIsGone() throws Exception {
    index();

    assertThat(new Models(data).examine())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.state()).isEqualTo(Finding.State.MISSING);
              assertThat(finding.remedy()).isEqualTo("'adyton model rm tiny' and pull it again");
            });
  }

  private void index() throws Exception {
    Files.createDirectories(data.resolve("models"));
    Files.writeString(
        data.resolve("models/index.json"),
        """
        {"version":1,"models":[{"name":"tiny","sha256":"%s","bytes":98100000,
        "source":"catalog","license":"apache-2.0","added":"2026-03-01T12:00:00Z"}]}
        """
            .formatted(SHA256));
  }
}
