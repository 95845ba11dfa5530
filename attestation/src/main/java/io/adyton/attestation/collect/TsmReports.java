// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.Evidence;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.TdxEvidence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * SEV-SNP reports and TDX quotes through configfs-tsm of Linux 6.7 and later
 * (Documentation/ABI/testing/configfs-tsm). Each request has an entry of its own, and a report that
 * was not made for this request alone is refused.
 */
public final class TsmReports implements ReportCollector {
  /** Where Linux has it. */
  public static final Path ROOT = Path.of("/sys/kernel/config/tsm/report");

  private final Entries entries;

  /** Asks the kernel. */
  public TsmReports(Path root) {
    this(() -> new TsmEntry(root.resolve("adyton-" + UUID.randomUUID())));
  }

  TsmReports(Entries entries) {
    this.entries = entries;
  }

  /** Makes entries. */
  interface Entries {
    TsmEntry make() throws IOException;
  }

  @Override
  public synchronized Evidence collect(Bytes reportData) throws IOException {
    ReportCollector.requireLength(reportData);
    try (TsmEntry entry = entries.make()) {
      long before = number(entry.read("generation"));
      entry.write("inblob", reportData);
      Bytes report = entry.read("outblob");
      String provider = text(entry.read("provider"));
      Evidence evidence =
          switch (provider) {
            case "sev_guest" -> SnpCertificateTable.read(entry.read("auxblob")).with(report);
            case "tdx_guest" -> new TdxEvidence(report, IntelCollateral.NONE);
            default ->
                throw new IOException(
                    "expected configfs-tsm of sev_guest or tdx_guest, found '%s'"
                        .formatted(provider));
          };
      long after = number(entry.read("generation"));
      if (after != before + 1) {
        throw new IOException(
            "expected a report of generation %d, found %d: somebody else wrote to the entry"
                .formatted(before + 1, after));
      }
      return evidence;
    } catch (MalformedEvidenceException e) {
      throw new IOException("expected the host's certificates, found other bytes", e);
    }
  }

  private static long number(Bytes attribute) throws IOException {
    try {
      return Long.parseLong(text(attribute));
    } catch (NumberFormatException e) {
      throw new IOException("expected a generation, found something else", e);
    }
  }

  private static String text(Bytes attribute) {
    return new String(attribute.toArray(), US_ASCII).strip();
  }
}
