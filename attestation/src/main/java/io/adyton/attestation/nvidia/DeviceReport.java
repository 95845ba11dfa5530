// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.NvidiaEvidence.Device;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The report of one device, read and not believed.
 *
 * @param driverVersion the driver of a GPU; empty for a switch
 * @param vbiosVersion the VBIOS of a GPU, the BIOS of a switch
 * @param fwid the firmware that made the report, if it says so
 * @param protectedPcie whether protected PCIe is on, if the report says so
 */
record DeviceReport(
    SpdmReport report,
    Optional<String> driverVersion,
    String vbiosVersion,
    Optional<Bytes> fwid,
    Optional<Boolean> protectedPcie) {

  /** Reads a report of this kind of device; a report of the other kind is malformed. */
  static DeviceReport read(Device device, Bytes message, int allowTrailingBytes)
      throws MalformedEvidenceException {
    SpdmReport report = SpdmReport.read(message, allowTrailingBytes);
    OpaqueFields opaque = report.opaque();
    Optional<String> driverVersion = opaque.driverVersion();
    String vbiosVersion =
        switch (device) {
          case GPU -> opaque.gpuVbiosVersion();
          case SWITCH -> opaque.switchVbiosVersion();
        };
    if (driverVersion.isPresent() != (device == Device.GPU)) {
      throw new MalformedEvidenceException(
          "SPDM report: expected %s, found %s"
              .formatted(
                  device == Device.GPU ? "a GPU, with a driver version" : "a switch, without one",
                  driverVersion.map(version -> "driver version " + version).orElse("none")));
    }
    return new DeviceReport(
        report, driverVersion, vbiosVersion, opaque.fwid(), opaque.protectedPcie());
  }

  Map<String, Claim> claims() {
    Map<String, Claim> claims = new LinkedHashMap<>();
    driverVersion.ifPresent(version -> claims.put("driver_version", new Claim.Text(version)));
    claims.put("vbios_version", new Claim.Text(vbiosVersion));
    claims.put("nonce", new Claim.Octets(report.nonce()));
    claims.put("response_nonce", new Claim.Octets(report.responseNonce()));
    claims.put("measurement_count", new Claim.Number(report.measurements().size()));
    report
        .measurements()
        .forEach((index, value) -> claims.put("measurement." + index, new Claim.Octets(value)));
    fwid.ifPresent(digest -> claims.put("fwid", new Claim.Octets(digest)));
    protectedPcie.ifPresent(on -> claims.put("protected_pcie", new Claim.Flag(on)));
    return claims;
  }
}
