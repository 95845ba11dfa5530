// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;

/** Headers and test vocabularies of the release the native libraries were built from. */
final class ReleaseSource {
  private static final int UNAVAILABLE = 75;
  private static final Path DIRECTORY = Path.of("target", "natives", "release");

  private ReleaseSource() {}

  /** Returns the root of the source tree, or skips the test where it cannot be had. */
  static Path directory() {
    ToolRun run =
        ToolRun.of(List.of("sh", "natives/release.sh", DIRECTORY.toAbsolutePath().toString()));
    assumeTrue(run.exitCode() != UNAVAILABLE, run.output());
    assertThat(run.exitCode()).as(run.output()).isZero();
    return DIRECTORY.resolve("llama.cpp").toAbsolutePath();
  }
}
