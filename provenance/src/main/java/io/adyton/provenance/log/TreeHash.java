// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of a Merkle tree (RFC 9162, section 2.1.1), with SHA-256. */
public final class TreeHash {
  /** Length of a hash in bytes. */
  public static final int BYTES = 32;

  /** The root of a tree without leaves. */
  public static final Bytes EMPTY = Bytes.EMPTY.digest("SHA-256");

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private TreeHash() {}

  /** Returns the hash of an entry. */
  public static Bytes leaf(Bytes entry) {
    return hash(LEAF, entry, Bytes.EMPTY);
  }

  /** Returns the hash over two hashes. */
  public static Bytes node(Bytes left, Bytes right) {
    return hash(NODE, left, right);
  }

  private static Bytes hash(byte kind, Bytes first, Bytes second) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(kind);
      sha256.update(first.toArray());
      sha256.update(second.toArray());
      return Bytes.of(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
