// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.credential;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * What a TPM's maker says of its endorsement key (TCG EK Credential Profile for TPM 2.0). Immutable
 * and thread-safe.
 */
public final class EndorsementCertificate {
  private static final String STRUCTURE = "endorsement certificate";
  private static final String EK_CERTIFICATE = "2.23.133.8.1";
  private static final String ALTERNATIVE_NAME = "2.5.29.17";
  private static final int KEY_ENCIPHERMENT = 2;

  private static final Map<String, String> CLAIMS =
      Map.of(
          "2.23.133.2.1", "tpm-manufacturer",
          "2.23.133.2.2", "tpm-model",
          "2.23.133.2.3", "tpm-firmware");

  private final X509Certificate certificate;
  private final RSAPublicKey key;

  private EndorsementCertificate(X509Certificate certificate, RSAPublicKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Reads one.
   *
   * @param der nothing may follow the certificate
   * @throws MalformedEvidenceException if it is no certificate of an RSA key
   */
  public static EndorsementCertificate read(Bytes der) throws MalformedEvidenceException {
    X509Certificate certificate = Certificates.parse(STRUCTURE, der);
    if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
      throw new MalformedEvidenceException(
          "%s: expected an RSA key, found one of type %s"
              .formatted(STRUCTURE, certificate.getPublicKey().getAlgorithm()));
    }
    return new EndorsementCertificate(certificate, key);
  }

  /** Returns the certified key; to be believed only once {@link #appraise} is content. */
  public RSAPublicKey key() {
    return key;
  }

  /**
   * Asks whether a trusted maker certifies the key as an endorsement key. Claims manufacturer,
   * model and firmware as the maker writes them. Revocation is unknown: makers publish few lists.
   *
   * @param pool certificates that may stand between
   * @param makers whose word is taken
   */
  public void appraise(
      Collection<X509Certificate> pool, TrustAnchors makers, Instant at, Appraisal appraisal)
      throws MalformedEvidenceException {
    PathAppraisal.require(appraisal, "tpm.ek", certificate, pool, makers, at);
    Optional<String> offence = offence();
    appraisal.require(
        "tpm.ek.usage",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        offence.isEmpty(),
        "a certificate for an endorsement key, which decrypts and issues nothing",
        offence.orElse("so"));
    appraisal.unknown(
        "tpm.ek.revocation",
        Reason.REVOKED,
        Source.PROVIDER_ASSERTED,
        "a revocation list of the maker's",
        "none at hand");
    claimNames(appraisal);
  }

  private Optional<String> offence() throws MalformedEvidenceException {
    boolean[] usage = certificate.getKeyUsage();
    if (usage == null || !usage[KEY_ENCIPHERMENT]) {
      return Optional.of("a key that is not for decryption");
    }
    if (certificate.getBasicConstraints() >= 0) {
      return Optional.of("an issuer");
    }
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes != null && purposes.contains(EK_CERTIFICATE)
          ? Optional.empty()
          : Optional.of("no purpose " + EK_CERTIFICATE);
    } catch (CertificateParsingException e) {
      throw new MalformedEvidenceException(
          STRUCTURE + ": expected purposes, found bytes without sense", e);
    }
  }

  private void claimNames(Appraisal appraisal) throws MalformedEvidenceException {
    Optional<Bytes> extension = Certificates.extension(certificate, ALTERNATIVE_NAME);
    if (extension.isEmpty()) {
      return;
    }
    try {
      for (GeneralName name : GeneralNames.getInstance(extension.get().toArray()).getNames()) {
        if (name.getTagNo() == GeneralName.directoryName) {
          X500Name directory = X500Name.getInstance(name.getName());
          CLAIMS.forEach((oid, claim) -> claim(appraisal, claim, directory, oid));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(
          STRUCTURE + ": expected alternative names, found bytes without sense", e);
    }
  }

  private static void claim(Appraisal appraisal, String claim, X500Name name, String oid) {
    for (RDN rdn : name.getRDNs(new ASN1ObjectIdentifier(oid))) {
      for (var attribute : rdn.getTypesAndValues()) {
        if (attribute.getType().getId().equals(oid)) {
          appraisal.claim(claim, IETFUtils.valueToString(attribute.getValue()));
        }
      }
    }
  }
}
