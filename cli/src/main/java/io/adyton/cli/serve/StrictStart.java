// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.attestation.boot.Steering;
import io.adyton.attestation.boot.UnsafeStartException;
import io.adyton.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Refuses a start that somebody beside the measured files could subvert. */
final class StrictStart {
  private static final String NO_ATTACH = "-XX:+DisableAttachMechanism";

  private final Path proc;

  /** Looks at {@code proc}, the kernel's view of this process and machine. */
  StrictStart(Path proc) {
    this.proc = proc;
  }

  /**
   * Asks every question.
   *
   * @throws UserError for the first that is not answered well; it names the remedy
   */
  void require() throws IOException {
    try {
      RunningProgram.steering().requireSafe(Steering.DEFAULT_ALLOWED);
    } catch (UnsafeStartException e) {
      throw UserError.rejected(String.valueOf(e.getMessage()));
    }
    requireNoCoreDumps();
    requireNoSwap();
    if (!RunningProgram.flags().contains(NO_ATTACH)) {
      throw UserError.rejected(
          "a strict start expects the flag " + NO_ATTACH + "; start by ./adyton, which gives it");
    }
  }

  private void requireNoCoreDumps() throws IOException {
    boolean none =
        Files.readAllLines(proc.resolve("self/limits")).stream()
            .filter(line -> line.startsWith("Max core file size"))
            .anyMatch(line -> line.matches("Max core file size +0 +.*"));
    if (!none) {
      throw UserError.rejected(
          "a strict start expects no core dumps, and this process may write them; run 'ulimit -c 0'"
              + " first");
    }
  }

  private void requireNoSwap() throws IOException {
    List<String> swaps = Files.readAllLines(proc.resolve("swaps"));
    if (swaps.size() > 1) {
      throw UserError.rejected(
          "a strict start expects no swap, which would write memory to a disk, and %d areas are on;"
                  .formatted(swaps.size() - 1)
              + " run 'swapoff -a' first");
    }
  }
}
