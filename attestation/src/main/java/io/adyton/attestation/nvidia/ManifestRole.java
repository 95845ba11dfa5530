// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaEvidence.Device;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which part of a device a manifest speaks of. */
enum ManifestRole {
  DRIVER,
  VBIOS;

  /** Returns the manifests that a device needs, in the order in which they are asked for. */
  static List<ManifestRole> of(Device device) {
    return switch (device) {
      case GPU -> List.of(DRIVER, VBIOS);
      case SWITCH -> List.of(VBIOS);
    };
  }

  /** Returns how checks and claims begin. */
  String id() {
    return "rim." + name().toLowerCase(Locale.ROOT);
  }

  Optional<Bytes> file(NvidiaEvidence evidence) {
    return switch (this) {
      case DRIVER -> evidence.driverManifest();
      case VBIOS -> evidence.vbiosManifest();
    };
  }

  /** Returns the version of this part that the device reports. */
  String version(DeviceReport device) {
    return switch (this) {
      case DRIVER -> device.driverVersion().orElse("none");
      case VBIOS -> device.vbiosVersion();
    };
  }

  /** Records that the manifest is missing, which nothing but policy can allow. */
  void recordMissing(EvidencePolicy policy, Appraisal appraisal) {
    String expected = "a manifest that vouches for the measurements";
    if (policy.missingOk().contains(name().toLowerCase(Locale.ROOT) + "_rim")) {
      appraisal.unknown(id(), Reason.MEASUREMENT, Source.PROVIDER_ASSERTED, expected, "none");
    } else {
      appraisal.require(
          id(), Reason.MEASUREMENT, Source.PROVIDER_ASSERTED, false, expected, "none");
    }
  }
}
