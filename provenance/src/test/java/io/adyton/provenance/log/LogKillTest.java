// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the writer of a log again and again: what was acknowledged stays, and stays provable. */
class LogKillTest {
  private static final int MOST_LEAVES_A_ROUND = 400;

  @TempDir Path directory;

  @Test
  void provesWhatWasAcknowledgedBeforeAKill() throws Exception {
    int rounds = Boolean.getBoolean("adyton.test.full") ? 100 : 4;
    Random random = new Random(3);
    int next = 0;
    for (int round = 0; round < rounds; round++) {
      int last = killAfter(1 + random.nextInt(MOST_LEAVES_A_ROUND), next);
      try (LogReader log = LogReader.open(directory)) {
        Checkpoint checkpoint = log.verify().orElseThrow();
        for (int number = next; number <= last; number++) {
          LoggedLeaf logged = log.find(LogToKill.leaf(number)).orElseThrow();
          assertThat(logged.proof().root(LogToKill.leaf(number))).contains(checkpoint.root());
        }
      }
      next = last + 1_000_000;
    }
  }

  /** Returns the number of the last leaf that was acknowledged. */
  private int killAfter(int leaves, int first) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LogToKill.class.getName(),
                directory.toString(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = process.inputReader()) {
      int last = -1;
      for (int i = 0; i < leaves; i++) {
        String line = output.readLine();
        assertThat(line).as("a number of an acknowledged leaf").isNotNull();
        last = Integer.parseInt(line);
      }
      process.toHandle().destroyForcibly();
      process.waitFor();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (!line.isEmpty() && Integer.toString(last + 1).equals(line)) {
          last++;
        }
      }
      return last;
    }
  }
}
