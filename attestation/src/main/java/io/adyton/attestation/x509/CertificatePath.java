// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Certificates of which each signed the one before, up to a trust anchor. Names and signatures are
 * known to hold, nothing else.
 *
 * @param certificates leaf first, trust anchor last; the anchor is the verifier's own copy
 */
public record CertificatePath(List<X509Certificate> certificates) {
  private static final int MAX_LENGTH = 8;

  /** Copies the list. */
  public CertificatePath {
    certificates = List.copyOf(certificates);
  }

  /**
   * Looks for a path.
   *
   * @param pool certificates that may stand between, in any order; those not needed are not used,
   *     and a root among them is not trusted
   */
  public static Optional<CertificatePath> find(
      X509Certificate leaf, Collection<X509Certificate> pool, TrustAnchors anchors) {
    List<X509Certificate> path = new ArrayList<>(List.of(leaf));
    return extend(path, new ArrayList<>(pool), anchors)
        ? Optional.of(new CertificatePath(path))
        : Optional.empty();
  }

  /** Returns the certificate at the start. */
  public X509Certificate leaf() {
    return certificates.getFirst();
  }

  /** Returns the trust anchor. */
  public X509Certificate anchor() {
    return certificates.getLast();
  }

  /** Takes what leads nowhere out of {@code untried}, so that the work is bounded by its square. */
  private static boolean extend(
      List<X509Certificate> path, List<X509Certificate> untried, TrustAnchors anchors) {
    X509Certificate last = path.getLast();
    for (X509Certificate anchor : anchors.certificates()) {
      if (anchor.equals(last)) {
        return true;
      }
      if (issued(anchor, last)) {
        path.add(anchor);
        return true;
      }
    }
    if (path.size() == MAX_LENGTH) {
      return false;
    }
    for (X509Certificate issuer : List.copyOf(untried)) {
      if (untried.contains(issuer) && issued(issuer, last)) {
        untried.remove(issuer);
        path.add(issuer);
        if (extend(path, untried, anchors)) {
          return true;
        }
        path.removeLast();
      }
    }
    return false;
  }

  private static boolean issued(X509Certificate issuer, X509Certificate subject) {
    return issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())
        && Issuance.signed(subject, issuer.getPublicKey());
  }
}
