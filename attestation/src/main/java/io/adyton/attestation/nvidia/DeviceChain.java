// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.CertificatePath;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificates of one device as they came.
 *
 * @param certificates leaf, boot ROM, provisioner, product and root; at least one
 */
record DeviceChain(List<X509Certificate> certificates) {
  private static final int LENGTH = 5;

  DeviceChain {
    certificates = List.copyOf(certificates);
  }

  static DeviceChain read(Bytes pem) throws MalformedEvidenceException {
    return new DeviceChain(Certificates.read("chain", pem));
  }

  X509Certificate leaf() {
    return certificates.getFirst();
  }

  /** Returns the key that stays with the device whatever firmware it runs. */
  PublicKey deviceKey() {
    return certificates.get(Math.min(1, certificates.size() - 1)).getPublicKey();
  }

  /** Asks whether the chain is whole, in order, valid at the time and ends at a trusted root. */
  void require(String id, TrustAnchors roots, Instant at, Appraisal appraisal) {
    List<X509Certificate> issuers = certificates.subList(1, certificates.size());
    Optional<CertificatePath> path =
        PathAppraisal.require(appraisal, id, leaf(), issuers, roots, at);
    appraisal.require(
        id + ".complete",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        certificates.size() == LENGTH
            && path.map(CertificatePath::certificates).equals(Optional.of(certificates)),
        "leaf, boot ROM, provisioner, product and root, in this order and nothing else",
        certificates.size() + " certificates");
    SignerRole.require(id, leaf(), Source.HARDWARE_PROVEN, appraisal);
  }
}
