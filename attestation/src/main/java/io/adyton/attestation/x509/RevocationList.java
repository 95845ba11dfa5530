// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A complete certificate revocation list (RFC 5280 §5); partial ones are refused. Immutable. */
public final class RevocationList {
  private static final String LABEL = "X509 CRL";
  private static final int CRL_SIGN = 6;

  private final X509CRL list;

  private RevocationList(X509CRL list) {
    this.list = list;
  }

  /**
   * Reads a list in DER or PEM.
   *
   * @param what the name of the file in error messages
   */
  public static RevocationList read(String what, Bytes file) throws MalformedEvidenceException {
    Bytes der = Pem.isDer(file) ? file : only(what, Pem.blocks(what, LABEL, file));
    var stream = new ByteArrayInputStream(der.toArray());
    try {
      var list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(stream);
      if (stream.available() > 0) {
        throw new MalformedEvidenceException(
            "%s: expected the end of the list, found %d more bytes"
                .formatted(what, stream.available()));
      }
      return new RevocationList(list);
    } catch (CRLException | CertificateException e) {
      throw new MalformedEvidenceException(
          "%s: expected a revocation list, found none".formatted(what), e);
    }
  }

  /**
   * Asks whether the list may be believed and names none of these. Records {@code <id>.signature}
   * (reason signature), {@code <id>.complete} (chain), {@code <id>.not-before}, {@code
   * <id>.not-after} and {@code <id>.none-revoked} (revoked).
   *
   * @param issuer the certificate whose key must have signed the list, itself trusted already
   * @param certificates what the issuer issued
   */
  public void require(
      Appraisal appraisal,
      String id,
      X509Certificate issuer,
      Collection<X509Certificate> certificates,
      Instant at) {
    boolean signed =
        list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
            && mayIssueLists(issuer.getKeyUsage())
            && Issuance.signed(list, issuer.getPublicKey());
    appraisal.require(
        id + ".signature",
        Reason.SIGNATURE,
        Source.HARDWARE_PROVEN,
        signed,
        "a list signed by " + Certificates.subject(issuer),
        "one by " + list.getIssuerX500Principal().getName() + (signed ? "" : " that is not"));
    Set<String> critical = list.getCriticalExtensionOIDs();
    appraisal.require(
        id + ".complete",
        Reason.CHAIN,
        Source.VERIFIER_DERIVED,
        critical == null || critical.isEmpty(),
        "a complete list without critical extensions",
        String.valueOf(critical));
    Instant end =
        Optional.ofNullable(list.getNextUpdate()).map(d -> d.toInstant()).orElse(Instant.MIN);
    Validity.require(appraisal, id, list.getThisUpdate().toInstant(), end, at);
    Optional<X509Certificate> revoked =
        certificates.stream()
            .filter(c -> list.getRevokedCertificate(c.getSerialNumber()) != null)
            .findFirst();
    appraisal.require(
        id + ".none-revoked",
        Reason.REVOKED,
        Source.HARDWARE_PROVEN,
        revoked.isEmpty(),
        "no certificate of the chain on the list",
        revoked.map(Certificates::subject).orElse("none"));
  }

  /** Returns whether the list names this issuer. */
  public boolean isBy(X509Certificate issuer) {
    return list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
  }

  private static boolean mayIssueLists(boolean @Nullable [] keyUsage) {
    return keyUsage == null || keyUsage[CRL_SIGN];
  }

  private static Bytes only(String what, List<Bytes> blocks) throws MalformedEvidenceException {
    if (blocks.size() != 1) {
      throw new MalformedEvidenceException(
          "%s: expected one revocation list, found %d".formatted(what, blocks.size()));
    }
    return blocks.getFirst();
  }
}
