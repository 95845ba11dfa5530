// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.x509.Certificates;
import java.security.cert.X509Certificate;

/** What must hold of a certificate whose key signs reports or manifests. */
final class SignerRole {
  private static final int DIGITAL_SIGNATURE = 0;

  private SignerRole() {}

  /** Records {@code <id>.role}, and {@code <id>.revocation} as unknown. */
  static void require(String id, X509Certificate signer, Source source, Appraisal appraisal) {
    boolean[] usage = signer.getKeyUsage();
    appraisal.require(
        id + ".role",
        Reason.CHAIN,
        source,
        signer.getBasicConstraints() < 0 && usage != null && usage[DIGITAL_SIGNATURE],
        "a leaf for digital signatures",
        Certificates.subject(signer));
    appraisal.unknown(
        id + ".revocation",
        Reason.REVOKED,
        source,
        "no certificate of the chain revoked",
        "no answer of NVIDIA’s OCSP service at hand");
  }
}
