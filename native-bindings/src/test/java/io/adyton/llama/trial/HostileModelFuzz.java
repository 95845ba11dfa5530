// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import io.adyton.gguf.GgufMutator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every spoiled file that passes the validator goes to libllama in a child; this process outlives
 * them all, and the validator leaves next to none that end the child.
 */
class HostileModelFuzz {
  private static final int MUTANTS = Boolean.getBoolean("adyton.test.full") ? 2_400 : 300;
  private static final int FILES_PER_CHILD = 100;
  private static final long CHILD_SECONDS = 120;

  @TempDir private Path directory;

  private int passed;
  private int refused;
  private final List<String> deadly = new ArrayList<>();

  @Test
  void outlivesEveryMutantThatPassesTheValidator() throws Exception {
    List<Path> survivors = survivors();
    int from = 0;
    while (from < survivors.size()) {
      from += tryFiles(survivors.subList(from, Math.min(from + FILES_PER_CHILD, survivors.size())));
    }
    System.out.printf(
        "Mutants: %d, refused by the validator %d, by libllama %d, loaded %d, deadly %s%n",
        MUTANTS, MUTANTS - survivors.size(), refused, passed, deadly);
    assertThat(passed + refused + deadly.size()).isEqualTo(survivors.size());
    assertThat(passed).isPositive();
    assertThat(deadly).hasSizeLessThanOrEqualTo(MUTANTS / 500);
  }

  private List<Path> survivors() throws IOException {
    List<Path> survivors = new ArrayList<>();
    for (int number = 0; number < MUTANTS; number++) {
      Path file = Files.write(directory.resolve(number + ".gguf"), GgufMutator.mutant(number));
      try {
        GgufModel.open(file);
        survivors.add(file);
      } catch (GgufException e) {
        Files.delete(file);
      }
    }
    return survivors;
  }

  /** Runs one child and returns how many files it got through, one that killed it included. */
  private int tryFiles(List<Path> files) throws IOException, InterruptedException {
    Process child = LoadTrial.start(directory.resolve("natives"), files);
    int done = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      child
          .toHandle()
          .onExit()
          .completeOnTimeout(child.toHandle(), CHILD_SECONDS, TimeUnit.SECONDS)
          .thenAccept(_ -> child.destroyForcibly());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("pass ")) {
          passed++;
          done++;
        } else if (line.startsWith("refuse ")) {
          refused++;
          done++;
        }
      }
    }
    child.waitFor();
    if (done < files.size()) {
      deadly.add(files.get(done).getFileName().toString());
      done++;
    }
    return done;
  }
}
