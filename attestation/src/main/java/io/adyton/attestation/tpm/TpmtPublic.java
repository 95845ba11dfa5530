// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.security.PublicKey;
import java.util.Optional;

/**
 * TPMT_PUBLIC of an RSA or elliptic curve key, or a template for one.
 *
 * @param nameAlgorithm the hash of the key’s name
 * @param attributes what the TPM lets be done with it
 * @param authPolicy digest of the policy that allows its use; empty for none
 * @param symmetric the cipher for what a storage or endorsement key protects
 * @param scheme the only scheme the key may be used with
 * @param key algorithm parameters and public value
 */
public record TpmtPublic(
    HashAlgorithm nameAlgorithm,
    ObjectAttributes attributes,
    Bytes authPolicy,
    Optional<Symmetric> symmetric,
    Optional<Scheme> scheme,
    TpmKey key) {
  private static final String STRUCTURE = "TPMT_PUBLIC";

  /**
   * TPMT_SYM_DEF_OBJECT with AES.
   *
   * @param keyBits size of the AES key
   * @param mode TPM_ALG_ID of the mode, 0x43 for CFB
   */
  public record Symmetric(int keyBits, int mode) {
    /** AES-128 in CFB mode. */
    public static final Symmetric AES_128_CFB = new Symmetric(128, 0x43);
  }

  /**
   * An asymmetric scheme.
   *
   * @param algorithm TPM_ALG_ID of the scheme
   * @param hash its hash; absent for RSAES alone
   */
  public record Scheme(int algorithm, Optional<HashAlgorithm> hash) {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    public static final Scheme RSASSA_SHA256 =
        new Scheme(TpmAlgorithms.RSASSA, Optional.of(HashAlgorithm.SHA256));

    /** ECDSA with SHA-256. */
    public static final Scheme ECDSA_SHA256 =
        new Scheme(TpmAlgorithms.ECDSA, Optional.of(HashAlgorithm.SHA256));
  }

  /** Reads a public area that fills {@code bytes}. */
  public static TpmtPublic read(Bytes bytes) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.bigEndian(STRUCTURE, bytes);
    TpmtPublic area = read(reader);
    reader.end();
    return area;
  }

  /** Reads a TPM2B_PUBLIC that fills {@code bytes}: the same with a length in front. */
  public static TpmtPublic readSized(Bytes bytes) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.bigEndian("TPM2B_PUBLIC", bytes);
    Bytes area = reader.sized16("publicArea");
    reader.end();
    return read(area);
  }

  /** Reads a public area out of a larger structure. */
  public static TpmtPublic read(ByteReader reader) throws MalformedEvidenceException {
    int type = reader.u16("type");
    if (type != TpmAlgorithms.RSA && type != TpmAlgorithms.ECC) {
      throw new MalformedEvidenceException(
          "%s.type: expected RSA or ECC, found 0x%04x".formatted(STRUCTURE, type));
    }
    HashAlgorithm nameAlgorithm = HashAlgorithm.of(STRUCTURE + ".nameAlg", reader.u16("nameAlg"));
    ObjectAttributes attributes = new ObjectAttributes(reader.u32("objectAttributes"));
    Bytes authPolicy = reader.sized16("authPolicy");
    Optional<Symmetric> symmetric = symmetric(reader);
    Optional<Scheme> scheme = scheme(reader);
    TpmKey key = type == TpmAlgorithms.RSA ? TpmKey.Rsa.read(reader) : TpmKey.Ecc.read(reader);
    return new TpmtPublic(nameAlgorithm, attributes, authPolicy, symmetric, scheme, key);
  }

  /** Writes the structure. */
  public Bytes toBytes() {
    ByteWriter writer =
        ByteWriter.bigEndian()
            .u16(key.algorithm())
            .u16(nameAlgorithm.id())
            .u32(attributes.bits())
            .sized16(authPolicy);
    symmetric.ifPresentOrElse(
        cipher -> writer.u16(TpmAlgorithms.AES).u16(cipher.keyBits()).u16(cipher.mode()),
        () -> writer.u16(TpmAlgorithms.NULL));
    scheme.ifPresentOrElse(
        signing -> {
          writer.u16(signing.algorithm());
          signing.hash().ifPresent(hash -> writer.u16(hash.id()));
        },
        () -> writer.u16(TpmAlgorithms.NULL));
    return writer.bytes(key.toBytes()).toBytes();
  }

  /** Returns the name: the algorithm’s number, then the hash of the public area. */
  public Bytes name() {
    return Bytes.concat(
        ByteWriter.bigEndian().u16(nameAlgorithm.id()).toBytes(), nameAlgorithm.hash(toBytes()));
  }

  /** Returns the key for Java’s algorithms. */
  public PublicKey publicKey() throws MalformedEvidenceException {
    return key.publicKey();
  }

  private static Optional<Symmetric> symmetric(ByteReader reader)
      throws MalformedEvidenceException {
    int algorithm = reader.u16("symmetric.algorithm");
    return switch (algorithm) {
      case TpmAlgorithms.NULL -> Optional.empty();
      case TpmAlgorithms.AES ->
          Optional.of(new Symmetric(reader.u16("symmetric.keyBits"), reader.u16("symmetric.mode")));
      default ->
          throw new MalformedEvidenceException(
              "%s.symmetric: expected AES or none, found 0x%04x".formatted(STRUCTURE, algorithm));
    };
  }

  private static Optional<Scheme> scheme(ByteReader reader) throws MalformedEvidenceException {
    int algorithm = reader.u16("scheme");
    return switch (algorithm) {
      case TpmAlgorithms.NULL -> Optional.empty();
      case TpmAlgorithms.RSAES -> Optional.of(new Scheme(algorithm, Optional.empty()));
      case TpmAlgorithms.RSASSA,
          TpmAlgorithms.RSAPSS,
          TpmAlgorithms.OAEP,
          TpmAlgorithms.ECDSA,
          TpmAlgorithms.ECDH ->
          Optional.of(
              new Scheme(
                  algorithm,
                  Optional.of(
                      HashAlgorithm.of(STRUCTURE + ".scheme", reader.u16("scheme.hashAlg")))));
      default ->
          throw new MalformedEvidenceException(
              "%s.scheme: expected RSASSA, RSAPSS, RSAES, OAEP, ECDSA, ECDH or none, found 0x%04x"
                  .formatted(STRUCTURE, algorithm));
    };
  }
}
