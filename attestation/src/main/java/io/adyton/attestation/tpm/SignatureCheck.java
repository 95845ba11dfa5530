// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Verifies signatures of a TPM with the Java platform’s own algorithms. */
final class SignatureCheck {
  private SignatureCheck() {}

  /** Returns whether {@code key} made {@code signature} over {@code message}. */
  static boolean madeBy(PublicKey key, TpmtSignature signature, Bytes message) {
    try {
      return switch (signature) {
        case TpmtSignature.Rsassa rsa ->
            key instanceof RSAPublicKey
                && verifies(
                    Signature.getInstance(joined(rsa.hash()) + "withRSA"),
                    key,
                    rsa.signature(),
                    message);
        case TpmtSignature.Rsapss rsa ->
            key instanceof RSAPublicKey rsaKey && pssVerifies(rsaKey, rsa, message);
        case TpmtSignature.Ecdsa ecdsa ->
            key instanceof ECPublicKey ecKey && ecdsaVerifies(ecKey, ecdsa, message);
      };
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** TPMs fill the salt either to the length of the hash or as far as the modulus allows. */
  private static boolean pssVerifies(RSAPublicKey key, TpmtSignature.Rsapss rsa, Bytes message)
      throws GeneralSecurityException {
    HashAlgorithm hash = rsa.hash();
    int encodedBytes = (key.getModulus().bitLength() - 1 + 7) / 8;
    return pssVerifies(key, rsa, hash.digestBytes(), message)
        || pssVerifies(key, rsa, encodedBytes - hash.digestBytes() - 2, message);
  }

  private static boolean pssVerifies(
      RSAPublicKey key, TpmtSignature.Rsapss rsa, int saltBytes, Bytes message)
      throws GeneralSecurityException {
    String hash = rsa.hash().javaName();
    Signature verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(
        new PSSParameterSpec(
            hash,
            "MGF1",
            new MGF1ParameterSpec(hash),
            saltBytes,
            PSSParameterSpec.TRAILER_FIELD_BC));
    return verifies(verifier, key, rsa.signature(), message);
  }

  private static boolean ecdsaVerifies(ECPublicKey key, TpmtSignature.Ecdsa ecdsa, Bytes message)
      throws GeneralSecurityException {
    int fieldBytes = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
    if (ecdsa.r().length() > fieldBytes || ecdsa.s().length() > fieldBytes) {
      return false;
    }
    Bytes pair = Bytes.concat(padded(ecdsa.r(), fieldBytes), padded(ecdsa.s(), fieldBytes));
    Signature verifier = Signature.getInstance(joined(ecdsa.hash()) + "withECDSAinP1363Format");
    return verifies(verifier, key, pair, message);
  }

  private static boolean verifies(Signature verifier, PublicKey key, Bytes signature, Bytes message)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(message.toArray());
    return verifier.verify(signature.toArray());
  }

  private static Bytes padded(Bytes number, int length) {
    return Bytes.concat(Bytes.of(new byte[length - number.length()]), number);
  }

  private static String joined(HashAlgorithm hash) {
    return hash.javaName().replace("-", "");
  }
}
