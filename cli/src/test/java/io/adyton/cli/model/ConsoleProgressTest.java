// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final StringWriter printed = new StringWriter();

  @Test
  void drawsOneBarForEachPhaseOnATerminal() {
    ConsoleProgress progress = new ConsoleProgress(new PrintWriter(printed), true);
    try (Progress.Phase phase = progress.begin("fetch", 50_000_000)) {
      phase.advanceTo(25_000_000);
      phase.advanceTo(50_000_000);
    }
    try (Progress.Phase phase = progress.begin("verify", 1_000_000)) {
      phase.advanceTo(333_333);
    }
    assertThat(printed)
        .hasToString(
            "\rfetch   [------------------------------]   0 %  0.0 of 50.0 MB"
                + "\rfetch   [###############---------------]  50 %  25.0 of 50.0 MB"
                + "\rfetch   [##############################] 100 %  50.0 of 50.0 MB\n"
                + "\rverify  [------------------------------]   0 %  0.0 of 1.0 MB"
                + "\rverify  [#########---------------------]  33 %  0.3 of 1.0 MB\n");
  }

  @Test
  void printsOneLineForEveryFivePerCentElsewhere() {
    ConsoleProgress progress = new ConsoleProgress(new PrintWriter(printed), false);
    try (Progress.Phase phase = progress.begin("fetch", 1_000)) {
      for (int done = 0; done <= 1_000; done += 7) {
        phase.advanceTo(done);
      }
      phase.advanceTo(1_000);
    }
    assertThat(printed.toString().lines())
        .hasSize(21)
        .startsWith(
            "{\"phase\":\"fetch\",\"done\":0,\"total\":1000}",
            "{\"phase\":\"fetch\",\"done\":56,\"total\":1000}")
        .endsWith("{\"phase\":\"fetch\",\"done\":1000,\"total\":1000}");
  }

  @Test
  void neverGoesBackwardsNorBeyondTheEnd() {
    ConsoleProgress progress = new ConsoleProgress(new PrintWriter(printed), false);
    try (Progress.Phase phase = progress.begin("fetch", 100)) {
      phase.advanceTo(60);
      phase.advanceTo(10);
      phase.advanceTo(1_000);
    }
    assertThat(printed.toString().lines().map(line -> line.replaceAll("\\D+(\\d+).*", "$1")))
        .containsExactly("0", "60", "100");
  }
}
