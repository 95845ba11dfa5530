// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public key that must have signed a quote. Whether it may be trusted is another question.
 *
 * @param key the key
 * @param publicArea what the TPM says of it; absent where only the bare key is known
 */
public record QuoteKey(PublicKey key, Optional<TpmtPublic> publicArea) {
  private static final int DER_SEQUENCE = 0x30;
  private static final int MIN_RSA_BITS = 2048;
  private static final int MIN_EC_BITS = 256;
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----\\s*");

  /** Reads a key from PEM, from the DER inside it, from TPMT_PUBLIC or from TPM2B_PUBLIC. */
  public static QuoteKey read(Bytes key) throws MalformedEvidenceException {
    if (key.length() == 0) {
      throw new MalformedEvidenceException("attestation key: expected a public key, found nothing");
    }
    if (key.at(0) == DER_SEQUENCE) {
      return new QuoteKey(publicKey(key), Optional.empty());
    }
    Matcher pem = PEM.matcher(new String(key.toArray(), StandardCharsets.ISO_8859_1));
    if (pem.matches()) {
      return new QuoteKey(publicKey(decoded(pem.group(1))), Optional.empty());
    }
    TpmtPublic area = isSized(key) ? TpmtPublic.readSized(key) : TpmtPublic.read(key);
    return new QuoteKey(area.publicKey(), Optional.of(area));
  }

  /** Returns how many bits the modulus or the field has, with the name of the algorithm. */
  String strength() {
    return key.getAlgorithm() + " " + bits();
  }

  boolean isStrong() {
    return key instanceof RSAPublicKey ? bits() >= MIN_RSA_BITS : bits() >= MIN_EC_BITS;
  }

  /**
   * Reads what came as the signature of a quote: a TPMT_SIGNATURE, or the bare bytes of an RSA
   * signature with SHA-256, which are as long as the modulus and so can be no TPMT_SIGNATURE.
   */
  TpmtSignature signature(Bytes bytes) throws MalformedEvidenceException {
    return key instanceof RSAPublicKey && bytes.length() * 8 == bits()
        ? new TpmtSignature.Rsassa(HashAlgorithm.SHA256, bytes)
        : TpmtSignature.read(bytes);
  }

  private int bits() {
    return switch (key) {
      case RSAPublicKey rsa -> rsa.getModulus().bitLength();
      case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize();
      case PublicKey _ -> 0;
    };
  }

  private static boolean isSized(Bytes key) {
    return key.length() >= 2 && (key.at(0) << 8 | key.at(1)) == key.length() - 2;
  }

  private static Bytes decoded(String base64) throws MalformedEvidenceException {
    try {
      return Bytes.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException("attestation key: expected base64 between PEM lines", e);
    }
  }

  private static PublicKey publicKey(Bytes der) throws MalformedEvidenceException {
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm)
            .generatePublic(new X509EncodedKeySpec(der.toArray()));
      } catch (GeneralSecurityException _) {
        // Perhaps a key of the other kind.
      }
    }
    throw new MalformedEvidenceException(
        "attestation key: expected a SubjectPublicKeyInfo with an RSA or elliptic curve key");
  }
}
