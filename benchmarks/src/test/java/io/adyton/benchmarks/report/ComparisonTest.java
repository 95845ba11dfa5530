// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir private Path folder;

  @Test
  void takesRatiosWithinPairsAndThenTheirMedian() throws IOException {
    List<Path> files =
        List.of(
            run("base", 1, 100),
            run("other", 2, 150),
            run("base", 3, 50),
            run("other", 4, 80),
            run("base", 5, 200),
            run("other", 6, 100));

    String table = Comparison.ofFiles(files).table();

    assertThat(table)
        .contains("### 8 clients")
        .contains("| figure | base | other | other ÷ first |")
        .contains(
            "| output tok/s | 100.00 (50.00–200.00) | 100.00 (80.00–150.00)"
                + " | 1.500 (0.500–1.600) |")
        .doesNotContain("TTFT");
  }

  @Test
  void refusesFileThatIsNoReport() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{}");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Comparison.ofFiles(List.of(file)))
        .withMessageContaining("is no report of format 1");
  }

  private Path run(String label, int number, double tokensPerSecond) throws IOException {
    return Files.writeString(
        folder.resolve(number + ".json"),
        String.format(
            Locale.ROOT,
            "{\"format\":1,\"label\":\"%s\",\"levels\":[{\"load\":{\"clients\":8,"
                + "\"outputTokensPerSecond\":%f}}]}",
            label,
            tokensPerSecond));
  }
}
