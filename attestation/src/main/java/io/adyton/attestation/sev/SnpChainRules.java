// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.CertificatePath;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.RevocationList;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether AMD's root stands behind the key of a report: names, signatures, time, revocation. */
final class SnpChainRules {
  private final AmdRoots roots;

  SnpChainRules(AmdRoots roots) {
    this.roots = roots;
  }

  void require(
      Appraisal appraisal,
      EndorsementKey key,
      AmdProduct product,
      Optional<Bytes> revocationList,
      Instant at)
      throws MalformedEvidenceException {
    AmdRoots.Line line = roots.byProduct().get(product);
    if (line == null) {
      appraisal.require(
          "snp.root",
          Reason.CHAIN,
          Source.VERIFIER_DERIVED,
          false,
          "a processor of " + roots.byProduct().keySet(),
          product.label());
      return;
    }
    List<X509Certificate> pool = key.others().isEmpty() ? line.intermediates() : key.others();
    Optional<CertificatePath> path =
        PathAppraisal.require(
            appraisal, "snp.chain", key.certificate(), pool, TrustAnchors.of(line.root()), at);
    if (path.isEmpty()) {
      return;
    }
    requireNames(appraisal, key, product, path.get());
    requireNotRevoked(appraisal, line.root(), path.get(), revocationList, at);
  }

  private static void requireNames(
      Appraisal appraisal, EndorsementKey key, AmdProduct product, CertificatePath path) {
    String middle = key.isChipKey() ? "SEV-" : "SEV-VLEK-";
    List<String> expected =
        List.of("SEV-" + key.label(), middle + product.label(), "ARK-" + product.label());
    List<String> found =
        path.certificates().stream()
            .map(certificate -> Certificates.commonName(certificate).orElse("?"))
            .toList();
    appraisal.require(
        "snp.chain.names",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        found.equals(expected),
        expected.toString(),
        found.toString());
  }

  private static void requireNotRevoked(
      Appraisal appraisal,
      X509Certificate root,
      CertificatePath path,
      Optional<Bytes> list,
      Instant at)
      throws MalformedEvidenceException {
    if (list.isEmpty()) {
      appraisal.unknown(
          "snp.revocation",
          Reason.REVOKED,
          Source.HARDWARE_PROVEN,
          "a revocation list of " + Certificates.subject(root),
          "none at hand");
      appraisal.claim("revocation", "unknown");
      return;
    }
    List<X509Certificate> issuedByRoot =
        path.certificates().subList(1, path.certificates().size() - 1);
    RevocationList.read("crl", list.get())
        .require(appraisal, "snp.revocation", root, issuedByRoot, at);
    appraisal.claim("revocation", "good");
  }
}
