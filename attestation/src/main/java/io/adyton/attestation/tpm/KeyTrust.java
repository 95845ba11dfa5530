// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks whether anybody but the evidence vouches for an attestation key, and what the key may do.
 */
final class KeyTrust {
  private static final String ATTESTATION_KEY_USAGE = "2.23.133.8.3";
  private static final int DIGITAL_SIGNATURE = 0;

  private final TrustAnchors authorities;

  KeyTrust(TrustAnchors authorities) {
    this.authorities = authorities;
  }

  void require(Appraisal appraisal, Demand demand, QuoteKey key, List<Bytes> certificates)
      throws MalformedEvidenceException {
    claim(appraisal, key);
    if (demand.policy().attestationKeyGiven()) {
      appraisal.require(
          "tpm.ak-trust",
          Reason.CHAIN,
          Source.OPERATOR_ASSERTED,
          true,
          "a key that the caller vouches for",
          "so");
    } else if (certificates.isEmpty()) {
      appraisal.require(
          "tpm.ak-trust",
          Reason.CHAIN,
          Source.PROVIDER_ASSERTED,
          false,
          "a certificate of the attestation key, or a caller that vouches for it",
          "nothing but the evidence itself");
    } else {
      requireCertified(appraisal, demand, key, certificates);
    }
    requireFit(appraisal, key);
  }

  void claim(Appraisal appraisal, QuoteKey key) {
    key.publicArea()
        .ifPresent(
            area -> {
              appraisal.claim("ak_name", area.name());
              appraisal.claim("ak_attributes", area.attributes().toString());
            });
  }

  private void requireCertified(Appraisal appraisal, Demand demand, QuoteKey key, List<Bytes> ders)
      throws MalformedEvidenceException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Bytes der : ders) {
      certificates.add(Certificates.parse("attestation key certificate", der));
    }
    X509Certificate leaf = certificates.getFirst();
    PathAppraisal.require(
        appraisal,
        "tpm.ak",
        leaf,
        certificates.subList(1, certificates.size()),
        authorities,
        demand.at());
    appraisal.require(
        "tpm.ak-usage",
        Reason.CHAIN,
        Source.PROVIDER_ASSERTED,
        isForAttestation(leaf),
        "a certificate for signing, and for attestation if it names purposes",
        Certificates.subject(leaf));
    appraisal.require(
        "tpm.ak-certified",
        Reason.BINDING,
        Source.PROVIDER_ASSERTED,
        leaf.getPublicKey().equals(key.key()),
        "a certificate of the key that signs",
        "one of " + Certificates.subject(leaf));
    appraisal.unknown(
        "tpm.ak-revocation",
        Reason.REVOKED,
        Source.PROVIDER_ASSERTED,
        "a revocation list",
        "none at hand");
  }

  private static void requireFit(Appraisal appraisal, QuoteKey key) {
    key.publicArea()
        .ifPresentOrElse(
            area ->
                appraisal.require(
                    "tpm.ak-attributes",
                    Reason.CHAIN,
                    Source.HARDWARE_PROVEN,
                    area.attributes().fitAttestation(),
                    "a restricted signing key, born in the TPM and fixed to it",
                    area.attributes().toString()),
            () ->
                appraisal.unknown(
                    "tpm.ak-attributes",
                    Reason.CHAIN,
                    Source.HARDWARE_PROVEN,
                    "a restricted signing key, born in the TPM and fixed to it",
                    "a bare public key"));
    appraisal.require(
        "tpm.ak-strength",
        Reason.CHAIN,
        Source.VERIFIER_DERIVED,
        key.isStrong(),
        "RSA of 2,048 bits or a curve of 256, or more",
        key.strength());
  }

  private static boolean isForAttestation(X509Certificate certificate) {
    try {
      boolean[] usage = certificate.getKeyUsage();
      List<String> purposes = certificate.getExtendedKeyUsage();
      return certificate.getBasicConstraints() < 0
          && (usage == null || usage[DIGITAL_SIGNATURE])
          && (purposes == null || purposes.contains(ATTESTATION_KEY_USAGE));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
