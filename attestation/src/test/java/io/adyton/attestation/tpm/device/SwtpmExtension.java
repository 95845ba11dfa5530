// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** One software TPM for each test class; where there is none, the class is skipped. */
public final class SwtpmExtension implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Path directory;
  private @Nullable SoftwareTpm tpm;

  /** Returns the running TPM. */
  public SoftwareTpm tpm() {
    return requireNonNull(tpm);
  }

  /** Restarts the machine: registers start anew, keys and certificates stay. */
  public void reboot() throws IOException, InterruptedException {
    tpm().close();
    tpm = SoftwareTpm.start(requireNonNull(directory));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    directory = Files.createTempDirectory("swtpm");
    try {
      tpm = SoftwareTpm.start(directory);
    } catch (SoftwareTpm.MissingException e) {
      throw new TestAbortedException("skipped: " + e.getMessage(), e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (tpm != null) {
      tpm.close();
    }
    try (Stream<Path> files = Files.walk(requireNonNull(directory))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
