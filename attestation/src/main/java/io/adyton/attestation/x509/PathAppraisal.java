// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks what must hold of a certificate before its key is believed, one check for each question. */
public final class PathAppraisal {
  private static final int KEY_CERT_SIGN = 5;
  private static final Set<String> KNOWN_EXTENSIONS =
      Set.of(
          "2.5.29.15", // key usage
          "2.5.29.17", // alternative names, by which no path is chosen
          "2.5.29.19", // basic constraints
          "2.5.29.37"); // extended key usage

  private PathAppraisal() {}

  /**
   * Looks for a path to a trust anchor and appraises it. Records {@code <id>.path} and {@code
   * <id>.authority} (reason chain), {@code <id>.not-before} (not yet valid) and {@code
   * <id>.not-after} (expired). Revocation is asked with {@link RevocationList}.
   *
   * @param id how the checks begin, such as {@code snp.vcek}
   * @return the path when names and signatures lead to an anchor, even where another check is
   *     refuted
   */
  public static Optional<CertificatePath> require(
      Appraisal appraisal,
      String id,
      X509Certificate leaf,
      Collection<X509Certificate> pool,
      TrustAnchors anchors,
      Instant at) {
    Optional<CertificatePath> path = CertificatePath.find(leaf, pool, anchors);
    appraisal.require(
        id + ".path",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        path.isPresent(),
        "signatures from " + Certificates.subject(leaf) + " to one of " + names(anchors),
        path.map(found -> found.certificates().size() + " certificates")
            .orElse("none by " + leaf.getIssuerX500Principal().getName()));
    path.ifPresent(found -> requireRules(appraisal, id, found, at));
    return path;
  }

  /** Asks the same of a path that was found already, names and signatures aside. */
  public static void requireRules(
      Appraisal appraisal, String id, CertificatePath path, Instant at) {
    Optional<String> offence = offence(path);
    appraisal.require(
        id + ".authority",
        Reason.CHAIN,
        Source.VERIFIER_DERIVED,
        offence.isEmpty(),
        "issuers that may issue, within their path length, no unknown critical extension",
        offence.orElse("so"));
    requireValidity(appraisal, id, path.certificates(), at);
  }

  /** Asks whether all of these are valid at a time. */
  public static void requireValidity(
      Appraisal appraisal, String id, Collection<X509Certificate> certificates, Instant at) {
    Instant start =
        certificates.stream()
            .map(certificate -> certificate.getNotBefore().toInstant())
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    Instant end =
        certificates.stream()
            .map(certificate -> certificate.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    Validity.require(appraisal, id, start, end, at);
  }

  private static Optional<String> offence(CertificatePath path) {
    List<X509Certificate> certificates = path.certificates();
    for (int i = 0; i < certificates.size(); i++) {
      X509Certificate certificate = certificates.get(i);
      String subject = Certificates.subject(certificate);
      if (hasUnknownCriticalExtension(certificate)) {
        return Optional.of(subject + " has an unknown critical extension");
      }
      if (i > 0 && certificate.getBasicConstraints() < i - 1) {
        return Optional.of(
            subject + " may not issue, or not with " + (i - 1) + " issuers below it");
      }
      if (i > 0 && !allows(certificate.getKeyUsage(), KEY_CERT_SIGN)) {
        return Optional.of(subject + " has a key that is not for signing certificates");
      }
    }
    return Optional.empty();
  }

  private static boolean hasUnknownCriticalExtension(X509Certificate certificate) {
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    return critical != null && !KNOWN_EXTENSIONS.containsAll(critical);
  }

  private static boolean allows(boolean @Nullable [] keyUsage, int bit) {
    return keyUsage == null || keyUsage[bit];
  }

  private static String names(TrustAnchors anchors) {
    return anchors.certificates().stream()
        .map(Certificates::subject)
        .collect(Collectors.joining("; "));
  }
}
