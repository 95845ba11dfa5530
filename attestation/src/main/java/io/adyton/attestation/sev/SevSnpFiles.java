// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.json.StrictJson;
import java.util.Optional;

/** Takes SEV-SNP evidence out of its files. */
public final class SevSnpFiles {
  private static final int MAX_JSON_BYTES = 1 << 20;

  private SevSnpFiles() {}

  /**
   * Reads a report with its certificates, or the JSON of Azure Container Instances.
   *
   * @throws MalformedEvidenceException if a file is not what its format says
   */
  public static SevSnpEvidence read(EvidenceFiles files) throws MalformedEvidenceException {
    if (files.format() == EvidenceFormat.JSON) {
      StrictJson json = StrictJson.object("evidence", files.file("evidence"), MAX_JSON_BYTES);
      return new SevSnpEvidence(
          Optional.of(json.lenientBase64("evidence")),
          Optional.empty(),
          Optional.of(json.lenientBase64("endorsements")));
    }
    Optional<Bytes> report =
        files.find("report").isPresent() ? Optional.of(files.decoded("report")) : Optional.empty();
    return new SevSnpEvidence(report, files.find("vcek"), files.find("chain"));
  }
}
