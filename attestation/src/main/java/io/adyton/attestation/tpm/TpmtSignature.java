// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;

/** TPMT_SIGNATURE by an RSA or elliptic curve key. {@link SignatureCheck} tells whose it is. */
public sealed interface TpmtSignature {
  /** Returns the hash that was signed. */
  HashAlgorithm hash();

  /** Writes the structure. */
  Bytes toBytes();

  /**
   * RSASSA-PKCS1-v1_5.
   *
   * @param hash the hash that was signed
   * @param signature as long as the modulus
   */
  record Rsassa(HashAlgorithm hash, Bytes signature) implements TpmtSignature {
    @Override
    public Bytes toBytes() {
      return start(TpmAlgorithms.RSASSA, hash).sized16(signature).toBytes();
    }
  }

  /**
   * RSASSA-PSS.
   *
   * @param hash the hash that was signed
   * @param signature as long as the modulus
   */
  record Rsapss(HashAlgorithm hash, Bytes signature) implements TpmtSignature {
    @Override
    public Bytes toBytes() {
      return start(TpmAlgorithms.RSAPSS, hash).sized16(signature).toBytes();
    }
  }

  /**
   * ECDSA.
   *
   * @param hash the hash that was signed
   * @param r most significant byte first
   * @param s most significant byte first
   */
  record Ecdsa(HashAlgorithm hash, Bytes r, Bytes s) implements TpmtSignature {
    @Override
    public Bytes toBytes() {
      return start(TpmAlgorithms.ECDSA, hash).sized16(r).sized16(s).toBytes();
    }
  }

  /** Reads a signature that fills {@code bytes}. */
  static TpmtSignature read(Bytes bytes) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.bigEndian("TPMT_SIGNATURE", bytes);
    TpmtSignature signature = read(reader);
    reader.end();
    return signature;
  }

  /** Reads a signature out of a larger structure. */
  static TpmtSignature read(ByteReader reader) throws MalformedEvidenceException {
    int scheme = reader.u16("sigAlg");
    HashAlgorithm hash = HashAlgorithm.of("TPMT_SIGNATURE.hash", reader.u16("hash"));
    return switch (scheme) {
      case TpmAlgorithms.RSASSA -> new Rsassa(hash, reader.sized16("sig"));
      case TpmAlgorithms.RSAPSS -> new Rsapss(hash, reader.sized16("sig"));
      case TpmAlgorithms.ECDSA ->
          new Ecdsa(hash, reader.sized16("signatureR"), reader.sized16("signatureS"));
      default ->
          throw new MalformedEvidenceException(
              "TPMT_SIGNATURE.sigAlg: expected RSASSA, RSAPSS or ECDSA, found 0x%04x"
                  .formatted(scheme));
    };
  }

  private static ByteWriter start(int scheme, HashAlgorithm hash) {
    return ByteWriter.bigEndian().u16(scheme).u16(hash.id());
  }
}
