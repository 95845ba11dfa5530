// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The hash algorithms of the TCG Algorithm Registry that register banks use. */
public enum HashAlgorithm {
  SHA1(0x0004, 20, "SHA-1"),
  SHA256(0x000b, 32, "SHA-256"),
  SHA384(0x000c, 48, "SHA-384"),
  SHA512(0x000d, 64, "SHA-512");

  private final int id;
  private final int digestBytes;
  private final String javaName;

  HashAlgorithm(int id, int digestBytes, String javaName) {
    this.id = id;
    this.digestBytes = digestBytes;
    this.javaName = javaName;
  }

  /** Finds the algorithm of a TPM_ALG_ID. */
  public static Optional<HashAlgorithm> find(int id) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.id == id).findFirst();
  }

  /** Returns the algorithm of a TPM_ALG_ID that a structure cannot do without. */
  public static HashAlgorithm of(String field, int id) throws MalformedEvidenceException {
    return find(id)
        .orElseThrow(
            () ->
                new MalformedEvidenceException(
                    "%s: expected SHA-1, SHA-256, SHA-384 or SHA-512, found algorithm 0x%04x"
                        .formatted(field, id)));
  }

  /** Finds the algorithm whose digests have this length. */
  public static Optional<HashAlgorithm> ofDigestBytes(int digestBytes) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.digestBytes == digestBytes)
        .findFirst();
  }

  /** Returns the TPM_ALG_ID. */
  public int id() {
    return id;
  }

  /** Returns how many bytes a digest has. */
  public int digestBytes() {
    return digestBytes;
  }

  /** Returns the name Java platforms know it by, such as {@code SHA-256}. */
  public String javaName() {
    return javaName;
  }

  /** Returns the name of the register bank, such as {@code sha256}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Hashes bytes. */
  public Bytes hash(Bytes bytes) {
    return bytes.digest(javaName);
  }

  /** Returns the value of a register after a digest was extended into it. */
  public Bytes extend(Bytes register, Bytes digest) {
    return hash(Bytes.concat(register, digest));
  }

  /** Returns a digest all of whose bytes are {@code value}. */
  public Bytes filled(int value) {
    byte[] digest = new byte[digestBytes];
    Arrays.fill(digest, (byte) value);
    return Bytes.of(digest);
  }
}
