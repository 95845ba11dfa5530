// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaEvidence.Device;
import io.adyton.attestation.x509.Certificates;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Map;

/** The report of one device with the certificates that came along. */
record AttestedDevice(DeviceReport state, DeviceChain chain) {

  static AttestedDevice read(Device device, NvidiaEvidence.Report evidence, int allowTrailingBytes)
      throws MalformedEvidenceException {
    return new AttestedDevice(
        DeviceReport.read(device, evidence.message(), allowTrailingBytes),
        DeviceChain.read(evidence.chain()));
  }

  SpdmReport report() {
    return state.report();
  }

  X509Certificate leaf() {
    return chain.leaf();
  }

  /** Returns the key that stays with the device whatever firmware it runs. */
  PublicKey key() {
    return chain.deviceKey();
  }

  Map<String, Claim> claims() {
    Map<String, Claim> claims = state.claims();
    claims.put("leaf_sha256", new Claim.Octets(Certificates.der(leaf()).digest("SHA-256")));
    return claims;
  }
}
