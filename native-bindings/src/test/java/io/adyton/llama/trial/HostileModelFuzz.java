// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufException.Reason;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoiled files go to libllama in a child: this process outlives them all, and the validator leaves
 * next to none that end the child.
 */
class HostileModelFuzz {
  private static final int MUTANTS = Boolean.getBoolean("adyton.test.full") ? 2_400 : 300;
  private static final int FILES_PER_CHILD = 100;
  private static final long CHILD_SECONDS = 60;

  @TempDir private Path directory;

  private int passed;
  private int refused;
  private final List<String> deadly = new ArrayList<>();

  @Test
  void outlivesEveryMutantThatPassesTheValidator() throws Exception {
    tryAll(mutants(refusal -> false), "after the validator");
    assertThat(passed).isPositive();
    assertThat(deadly).hasSizeLessThanOrEqualTo(MUTANTS / 500);
  }

  /** The control: without the validator libllama ends its process again and again. */
  @Test
  void outlivesEveryMutantWithoutTheValidatorToo() throws Exception {
    // Tokenizers that are not served stay out: one of them takes memory without end.
    tryAll(mutants(refusal -> refusal.reason() != Reason.TOKENIZER), "libllama alone");
    assertThat(deadly).hasSizeGreaterThan(MUTANTS / 100);
  }

  private void tryAll(List<Path> files, String what) throws Exception {
    int from = 0;
    while (from < files.size()) {
      from += tryFiles(files.subList(from, Math.min(from + FILES_PER_CHILD, files.size())));
    }
    System.out.printf(
        "%s: %d of %d mutants given to libllama, refused %d, loaded %d, deadly %d %s%n",
        what, files.size(), MUTANTS, refused, passed, deadly.size(), deadly);
    assertThat(passed + refused + deadly.size()).isEqualTo(files.size());
  }

  /** The mutants the validator accepts, and those it refuses for a reason that is overruled. */
  private List<Path> mutants(Predicate<GgufException> overruled) throws IOException {
    List<Path> mutants = new ArrayList<>();
    for (int number = 0; number < MUTANTS; number++) {
      Path file = Files.write(directory.resolve(number + ".gguf"), GgufMutator.mutant(number));
      try {
        GgufModel.open(file);
        mutants.add(file);
      } catch (GgufException e) {
        if (overruled.test(e)) {
          mutants.add(file);
        }
      }
    }
    return mutants;
  }

  /** Runs one child and returns how many files it got through, one that killed it included. */
  private int tryFiles(List<Path> files) throws IOException, InterruptedException {
    Process child = LoadTrial.start(directory.resolve("natives"), files);
    int done = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      var _ =
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
