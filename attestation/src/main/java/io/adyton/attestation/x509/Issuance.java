// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificateList;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key signed a certificate or a list. SHA-1 and MD5 never count, nor RSA below 2,048 bits
 * nor probabilistic RSA signatures (RFC 8017, RSASSA-PSS) over anything but SHA-256, SHA-384 or
 * SHA-512.
 */
final class Issuance {
  private static final int MIN_RSA_BITS = 2048;
  private static final Set<String> ALGORITHMS =
      Set.of(
          "1.2.840.113549.1.1.11", // sha256WithRSAEncryption
          "1.2.840.113549.1.1.12", // sha384WithRSAEncryption
          "1.2.840.113549.1.1.13", // sha512WithRSAEncryption
          "1.2.840.10045.4.3.2", // ecdsa-with-SHA256
          "1.2.840.10045.4.3.3", // ecdsa-with-SHA384
          "1.2.840.10045.4.3.4"); // ecdsa-with-SHA512

  private Issuance() {}

  static boolean signed(X509Certificate certificate, PublicKey key) {
    return allowed(certificate.getSigAlgOID(), certificate.getSigAlgParams(), key)
        && namesOneAlgorithm(certificate)
        && verifies(() -> certificate.verify(key));
  }

  static boolean signed(X509CRL list, PublicKey key) {
    return allowed(list.getSigAlgOID(), list.getSigAlgParams(), key)
        && namesOneAlgorithm(list)
        && verifies(() -> list.verify(key));
  }

  /** The name outside of what is signed must be the one inside (RFC 5280 §4.1.1.2). */
  private static boolean namesOneAlgorithm(X509Certificate certificate) {
    try {
      Certificate parts = Certificate.getInstance(certificate.getEncoded());
      return parts.getSignatureAlgorithm().equals(parts.getTBSCertificate().getSignature());
    } catch (CertificateEncodingException | IllegalArgumentException | IllegalStateException e) {
      return false;
    }
  }

  /** The same of a list (RFC 5280 §5.1.1.2). */
  private static boolean namesOneAlgorithm(X509CRL list) {
    try {
      CertificateList parts = CertificateList.getInstance(list.getEncoded());
      return parts.getSignatureAlgorithm().equals(parts.getTBSCertList().getSignature());
    } catch (CRLException | IllegalArgumentException | IllegalStateException e) {
      return false;
    }
  }

  private static boolean allowed(String oid, byte @Nullable [] parameters, PublicKey key) {
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      return false;
    }
    return ALGORITHMS.contains(oid) || PssParameters.allowed(oid, parameters);
  }

  private static boolean verifies(Verification verification) {
    try {
      verification.run();
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private interface Verification {
    void run() throws GeneralSecurityException;
  }
}
