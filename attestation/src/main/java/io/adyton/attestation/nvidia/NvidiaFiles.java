// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.NvidiaChain;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaEvidence.Device;
import io.adyton.attestation.evidence.NvidiaManifest;
import io.adyton.attestation.json.StrictJson;
import java.util.ArrayList;
import java.util.List;

/** Takes reports, chains and manifests out of files. */
public final class NvidiaFiles {
  private static final int MAX_JSON_BYTES = 4 << 20;

  private NvidiaFiles() {}

  /**
   * Reads reports: {@code report} and {@code chain}, or {@code evidence}, the JSON list of NVIDIA’s
   * tools. What that list says of a report beside the report, such as its nonce, is not read: only
   * what the device signed counts. A report without {@code chain} can be examined, never accepted.
   */
  public static NvidiaEvidence read(EvidenceFiles files) throws MalformedEvidenceException {
    return new NvidiaEvidence(
        files.kind() == EvidenceKind.NVIDIA_SWITCH ? Device.SWITCH : Device.GPU,
        files.find("evidence").isPresent()
            ? list(files)
            : List.of(
                new NvidiaEvidence.Report(
                    files.decoded("report"), files.find("chain").orElse(Bytes.EMPTY))),
        files.find("driver_rim"),
        files.find("vbios_rim"));
  }

  /** Reads {@code rim}, and {@code ca} if there is one. */
  public static NvidiaManifest readManifest(EvidenceFiles files) throws MalformedEvidenceException {
    return new NvidiaManifest(files.file("rim"), files.find("ca"));
  }

  /** Reads {@code chain}, and {@code ca} if there is one. */
  public static NvidiaChain readChain(EvidenceFiles files) throws MalformedEvidenceException {
    return new NvidiaChain(files.file("chain"), files.find("ca"));
  }

  private static List<NvidiaEvidence.Report> list(EvidenceFiles files)
      throws MalformedEvidenceException {
    List<NvidiaEvidence.Report> reports = new ArrayList<>();
    for (StrictJson element : StrictJson.list("evidence", files.file("evidence"), MAX_JSON_BYTES)) {
      reports.add(
          new NvidiaEvidence.Report(
              element.lenientBase64("evidence"), element.lenientBase64("certificate")));
    }
    return reports;
  }
}
