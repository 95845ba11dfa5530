// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.SgxEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * SGX quotes of the enclave this process runs in, through the pseudo-files of Gramine. The files
 * belong to the whole process, so there must be no second object of this class.
 */
public final class GramineQuotes implements ReportCollector {
  /** Where Gramine has them. */
  public static final Path ROOT = Path.of("/dev/attestation");

  private final Path root;

  /** Reads and writes the files below {@code root}. */
  public GramineQuotes(Path root) {
    this.root = root;
  }

  @Override
  public synchronized SgxEvidence collect(Bytes reportData) throws IOException {
    ReportCollector.requireLength(reportData);
    String type = Files.readString(root.resolve("attestation_type")).strip();
    if (!type.equals("dcap")) {
      throw new IOException(
          "expected Gramine with sgx.remote_attestation = \"dcap\", found '%s'".formatted(type));
    }
    Files.write(root.resolve("user_report_data"), reportData.toArray(), StandardOpenOption.WRITE);
    return new SgxEvidence(
        Bytes.of(Files.readAllBytes(root.resolve("quote"))), IntelCollateral.NONE);
  }
}
