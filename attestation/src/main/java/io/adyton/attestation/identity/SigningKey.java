// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import io.adyton.attestation.bytes.Bytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;

/**
 * An Ed25519 key (RFC 8032) that exists in this process only. There is no method that returns its
 * private part. Immutable and thread-safe.
 */
public final class SigningKey {
  private static final String ALGORITHM = "Ed25519";

  private final KeyPair pair;

  private SigningKey(KeyPair pair) {
    this.pair = pair;
  }

  /** Draws a key. */
  public static SigningKey generate() {
    try {
      return new SigningKey(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has " + ALGORITHM, e);
    }
  }

  /** Returns the public key, SubjectPublicKeyInfo in DER. */
  public Bytes publicKey() {
    return Bytes.of(pair.getPublic().getEncoded());
  }

  /** Signs. */
  public Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(pair.getPrivate());
      signature.update(message.toArray());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of this process could not sign", e);
    }
  }

  /**
   * Returns whether a signature is by a key; false for a key or signature of another form too.
   *
   * @param publicKey SubjectPublicKeyInfo in DER
   */
  public static boolean verifies(Bytes publicKey, Bytes message, Bytes signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message.toArray());
      return verifier.verify(signature.toArray());
    } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has " + ALGORITHM, e);
    }
  }
}
