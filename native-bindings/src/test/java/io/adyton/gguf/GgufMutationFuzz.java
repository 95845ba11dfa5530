// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes are, the answer is a model or a named refusal, in bounded memory. */
class GgufMutationFuzz {
  private static final int MUTANTS = 2_400;
  private static final int HEADER_MUTANTS = Boolean.getBoolean("adyton.test.full") ? 1_000 : 100;
  private static final long MAX_ALLOCATED_BYTES = 16 << 20;

  @TempDir private Path directory;

  private final Map<GgufException.Reason, Integer> refusals =
      new EnumMap<>(GgufException.Reason.class);

  @Test
  void acceptsTheModelsItSpoils() throws Exception {
    assertThat(GgufModel.open(TinyModels.bytePairLlama().write(directory.resolve("b.gguf"))))
        .extracting(GgufModel::vocabularySize)
        .isEqualTo(262);
    assertThat(GgufModel.open(TinyModels.sentencePieceLlama().write(directory.resolve("s.gguf"))))
        .extracting(GgufModel::vocabularySize)
        .isEqualTo(265);
  }

  @Test
  void namesTheReasonForEveryMutantItRefuses() throws IOException {
    int accepted = 0;
    Path file = directory.resolve("mutant.gguf");
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int number = 0; number < MUTANTS; number++) {
      Files.write(file, GgufMutator.mutant(number));
      long before = memory.getCurrentThreadAllocatedBytes();
      accepted += open(file, number) ? 1 : 0;
      assertThat(memory.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for mutant %d", number)
          .isLessThan(MAX_ALLOCATED_BYTES);
    }
    System.out.printf("GGUF mutants: %d, accepted %d, refused %s%n", MUTANTS, accepted, refusals);
    assertThat(accepted).isLessThan(MUTANTS / 2);
    assertThat(refusals).hasSizeGreaterThan(18);
  }

  @Test
  void namesTheReasonForEveryMutantOfARealHeader() throws Exception {
    String models = System.getProperty("adyton.test.models", "");
    Path real = Path.of(models, "smollm2-135m-instruct.gguf");
    assumeTrue(Files.isRegularFile(real), "skipped: no model; run ./adyton test");
    GgufModel model = GgufModel.open(real);
    int headerBytes = (int) model.file().dataOffset();
    byte[] header = new byte[headerBytes];
    try (RandomAccessFile file = new RandomAccessFile(real.toFile(), "r")) {
      file.readFully(header);
    }
    Path sparse = directory.resolve("header.gguf");
    for (int number = 0; number < HEADER_MUTANTS; number++) {
      byte[] mutant = header.clone();
      GgufMutator.spoil(mutant, number);
      try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
        file.write(mutant);
        file.setLength(model.file().fileBytes());
      }
      open(sparse, number);
    }
    assertThat(refusals).isNotEmpty();
  }

  private boolean open(Path file, int number) throws IOException {
    Optional<GgufException> refusal = refusal(file);
    refusal.ifPresent(
        exception -> {
          refusals.merge(exception.reason(), 1, Integer::sum);
          assertThat(exception.getMessage())
              .as("refusal of mutant %d", number)
              .matches("\\p{Print}{20,400}\\.");
        });
    return refusal.isEmpty();
  }

  private static Optional<GgufException> refusal(Path file) throws IOException {
    try {
      GgufModel.open(file);
      return Optional.empty();
    } catch (GgufException e) {
      return Optional.of(e);
    }
  }
}
