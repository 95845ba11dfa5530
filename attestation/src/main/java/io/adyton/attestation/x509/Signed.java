// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;

/** Whether a key signed some bytes, for signatures that stand outside of certificates. */
public final class Signed {
  private Signed() {}

  /**
   * Checks an ECDSA signature.
   *
   * @param digest {@code SHA256} or {@code SHA384}
   * @param key the key; any other than one on an elliptic curve signed nothing
   * @param content what was signed
   * @param signature r and s, each as long as the order of the curve, most significant byte first
   */
  public static boolean ellipticCurve(
      String digest, PublicKey key, Bytes content, Bytes signature) {
    if (!(key instanceof ECPublicKey)) {
      return false;
    }
    try {
      Signature verification = Signature.getInstance(digest + "withECDSAinP1363Format");
      verification.initVerify(key);
      verification.update(content.toArray());
      return verification.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
