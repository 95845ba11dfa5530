// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;

/** The algorithm’s part of a public area, with the public value; empty values in a template. */
public sealed interface TpmKey {
  /** Returns the TPM_ALG_ID of the kind of key. */
  int algorithm();

  /** Writes parameters after the scheme, and the public value. */
  Bytes toBytes();

  /** Returns the key for Java’s algorithms. */
  PublicKey publicKey() throws MalformedEvidenceException;

  /**
   * An RSA key.
   *
   * @param keyBits size of the modulus
   * @param exponent the public exponent; 0 stands for 65,537
   * @param modulus most significant byte first
   */
  record Rsa(int keyBits, long exponent, Bytes modulus) implements TpmKey {
    private static final long DEFAULT_EXPONENT = 65_537;

    static Rsa read(ByteReader reader) throws MalformedEvidenceException {
      return new Rsa(reader.u16("keyBits"), reader.u32("exponent"), reader.sized16("unique.rsa"));
    }

    @Override
    public int algorithm() {
      return TpmAlgorithms.RSA;
    }

    @Override
    public Bytes toBytes() {
      return ByteWriter.bigEndian().u16(keyBits).u32(exponent).sized16(modulus).toBytes();
    }

    @Override
    public PublicKey publicKey() throws MalformedEvidenceException {
      if (modulus.length() * 8 != keyBits) {
        throw new MalformedEvidenceException(
            "TPMT_PUBLIC.unique: expected a modulus of %d bits, found %d bytes"
                .formatted(keyBits, modulus.length()));
      }
      try {
        return KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    new BigInteger(1, modulus.toArray()),
                    BigInteger.valueOf(exponent == 0 ? DEFAULT_EXPONENT : exponent)));
      } catch (GeneralSecurityException e) {
        throw new MalformedEvidenceException("TPMT_PUBLIC: expected an RSA key, found none", e);
      }
    }
  }

  /**
   * An elliptic curve key without key derivation scheme.
   *
   * @param curve the curve
   * @param x most significant byte first
   * @param y most significant byte first
   */
  record Ecc(Curve curve, Bytes x, Bytes y) implements TpmKey {
    static Ecc read(ByteReader reader) throws MalformedEvidenceException {
      Curve curve = Curve.of(reader.u16("curveID"));
      int kdf = reader.u16("kdf");
      if (kdf != TpmAlgorithms.NULL) {
        throw new MalformedEvidenceException(
            "TPMT_PUBLIC.kdf: expected none, found 0x%04x".formatted(kdf));
      }
      return new Ecc(curve, reader.sized16("unique.x"), reader.sized16("unique.y"));
    }

    @Override
    public int algorithm() {
      return TpmAlgorithms.ECC;
    }

    @Override
    public Bytes toBytes() {
      return ByteWriter.bigEndian()
          .u16(curve.id)
          .u16(TpmAlgorithms.NULL)
          .sized16(x)
          .sized16(y)
          .toBytes();
    }

    @Override
    public PublicKey publicKey() throws MalformedEvidenceException {
      try {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve.javaName));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        ECPoint point = new ECPoint(new BigInteger(1, x.toArray()), new BigInteger(1, y.toArray()));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, spec));
      } catch (GeneralSecurityException e) {
        throw new MalformedEvidenceException(
            "TPMT_PUBLIC: expected a point on %s, found none".formatted(curve.javaName), e);
      }
    }
  }

  /** The curves of the TCG Algorithm Registry that Java’s algorithms know. */
  enum Curve {
    P256(0x0003, "secp256r1"),
    P384(0x0004, "secp384r1"),
    P521(0x0005, "secp521r1");

    private final int id;
    private final String javaName;

    Curve(int id, String javaName) {
      this.id = id;
      this.javaName = javaName;
    }

    static Curve of(int id) throws MalformedEvidenceException {
      return Arrays.stream(values())
          .filter(curve -> curve.id == id)
          .findFirst()
          .orElseThrow(
              () ->
                  new MalformedEvidenceException(
                      "TPMT_PUBLIC.curveID: expected P-256, P-384 or P-521, found 0x%04x"
                          .formatted(id)));
    }
  }
}
