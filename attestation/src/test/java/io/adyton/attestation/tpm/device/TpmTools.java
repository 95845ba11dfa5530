// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * Programs of tpm2-tools, which know nothing of our code.
 *
 * @param directory where they run and find their files
 * @param tpm what they speak with
 */
public record TpmTools(Path directory, SoftwareTpm tpm) {
  private static final int NO_WAY_TO_TPM = 4;

  /** Runs one and returns its exit status. */
  public int run(String... command) throws InterruptedException {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(List.of(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile());
      builder
          .environment()
          .put("TPM2TOOLS_TCTI", "swtpm:host=127.0.0.1,port=" + tpm.address().getPort());
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new TestAbortedException("skipped: needs tpm2-tools ('apt install tpm2-tools')", e);
    }
  }

  /** Runs one that must succeed. */
  public void succeed(String... command) throws IOException, InterruptedException {
    int status = run(command);
    if (status == NO_WAY_TO_TPM) {
      throw new TestAbortedException(
          "skipped: tpm2-tools cannot reach a software TPM ('apt install libtss2-tcti-swtpm0')");
    }
    if (status != 0) {
      throw new AssertionError(
          "%s: expected exit status 0, found %d: %s"
              .formatted(command[0], status, Files.readString(directory.resolve("output"))));
    }
  }

  /** Writes a file for them. */
  public void write(String name, Bytes content) throws IOException {
    Files.write(directory.resolve(name), content.toArray());
  }

  /** Reads a file of theirs. */
  public Bytes read(String name) throws IOException {
    return Bytes.of(Files.readAllBytes(directory.resolve(name)));
  }
}
