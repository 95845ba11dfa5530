// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/** An attestation key that a test holds the private half of, and signs with as a TPM does. */
record TestKey(KeyPair pair) {
  static TestKey rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new TestKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static TestKey p256() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new TestKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the public area of the key with these attributes. */
  TpmtPublic area(ObjectAttributes attributes) {
    return new TpmtPublic(
        HashAlgorithm.SHA256, attributes, Bytes.EMPTY, Optional.empty(), Optional.empty(), key());
  }

  Bytes subjectPublicKeyInfo() {
    return Bytes.of(pair.getPublic().getEncoded());
  }

  TpmtSignature rsassa(HashAlgorithm hash, Bytes message) {
    return new TpmtSignature.Rsassa(hash, sign(signature(hash.name() + "withRSA"), message));
  }

  TpmtSignature rsapss(HashAlgorithm hash, int saltBytes, Bytes message) {
    try {
      Signature signer = signature("RSASSA-PSS");
      signer.setParameter(
          new PSSParameterSpec(
              hash.javaName(), "MGF1", new MGF1ParameterSpec(hash.javaName()), saltBytes, 1));
      return new TpmtSignature.Rsapss(hash, sign(signer, message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  TpmtSignature ecdsa(HashAlgorithm hash, Bytes message) {
    Bytes pair = sign(signature(hash.name() + "withECDSAinP1363Format"), message);
    int half = pair.length() / 2;
    return new TpmtSignature.Ecdsa(hash, pair.slice(0, half), pair.slice(half, 2 * half));
  }

  private TpmKey key() {
    return switch (pair.getPublic()) {
      case RSAPublicKey rsa ->
          new TpmKey.Rsa(rsa.getModulus().bitLength(), 0, unsigned(rsa.getModulus()));
      case ECPublicKey ec ->
          new TpmKey.Ecc(
              TpmKey.Curve.P256,
              unsigned(ec.getW().getAffineX()),
              unsigned(ec.getW().getAffineY()));
      default -> throw new IllegalStateException("no such key");
    };
  }

  private Bytes sign(Signature signer, Bytes message) {
    try {
      signer.initSign(pair.getPrivate());
      signer.update(message.toArray());
      return Bytes.of(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signature signature(String algorithm) {
    try {
      return Signature.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return Bytes.of(bytes).slice(bytes[0] == 0 ? 1 : 0, bytes.length);
  }
}
