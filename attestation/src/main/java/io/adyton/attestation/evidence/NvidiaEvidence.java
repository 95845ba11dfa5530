// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Attestation reports of NVIDIA GPUs or switches that form one set.
 *
 * @param device what the reports speak of
 * @param reports at least one; each must be another device
 * @param driverManifest reference manifest of the driver, SWID XML
 * @param vbiosManifest reference manifest of the VBIOS or the switch BIOS, SWID XML
 */
public record NvidiaEvidence(
    Device device,
    List<Report> reports,
    Optional<Bytes> driverManifest,
    Optional<Bytes> vbiosManifest)
    implements Evidence {
  /** Copies the list. */
  public NvidiaEvidence {
    reports = List.copyOf(reports);
  }

  /** GPU or NVSwitch. */
  public enum Device {
    /** A GPU. */
    GPU,
    /** An NVSwitch. */
    SWITCH
  }

  /**
   * One report.
   *
   * @param message SPDM request and response
   * @param chain PEM device chain, leaf first
   */
  public record Report(Bytes message, Bytes chain) {}
}
