// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {
  @Test
  void readsMemoryAndTimeWhateverTheProcessIsCalled() throws IOException {
    String rollup = "55-7f ---p 0 00:00 0 [rollup]\nRss:  2048 kB\nPss: 9 kB\nAnonymous: 1024 kB\n";
    String stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 2 3 4 250 150 0 0 20 0 1 0 5 6 7";

    assertThat(ProcessFigures.parse(rollup, "Name: x\nVmHWM:   4096 kB\n", stat))
        .isEqualTo(new ProcessFigures(2 << 20, 1 << 20, 4 << 20, 4.0));
  }

  @Test
  void readsThisProcess() throws IOException {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/smaps_rollup")), "skipped: no /proc of Linux here");
    ProcessFigures figures = ProcessFigures.of(ProcessHandle.current().pid());

    assertThat(figures.residentBytes()).isGreaterThan(figures.anonymousBytes());
    assertThat(figures.anonymousBytes()).isPositive();
    assertThat(figures.cpuSeconds()).isPositive();
  }

  @Test
  void findsStolenTimeInFirstLine() {
    assertThat(StolenTime.parse("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 0 0\n")).containsExactly(36, 8);
    assertThat(StolenTime.parse("")).containsExactly(0, 0);
  }
}
