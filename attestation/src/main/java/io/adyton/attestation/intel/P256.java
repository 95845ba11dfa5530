// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.x509.Signed;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;

/** Keys on P-256 that stand as bare coordinates. */
final class P256 {
  /** SubjectPublicKeyInfo of an uncompressed point (RFC 5480), up to the coordinates. */
  private static final Bytes PREFIX =
      Bytes.ofHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private P256() {}

  /** Returns whether the key at these coordinates made the signature; false for no such key. */
  static boolean signed(Bytes coordinates, Bytes content, Bytes signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance("EC")
              .generatePublic(new X509EncodedKeySpec(Bytes.concat(PREFIX, coordinates).toArray()));
      return Signed.ellipticCurve("SHA256", key, content, signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
