// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.scheduler.text.Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256 of what a client sent. */
public final class BodyDigest {
  private static final int PART_BYTES = 8 << 10;

  private BodyDigest() {}

  /** Hashes {@code body}, and leaves no copy of it behind. */
  public static Bytes of(Text body) {
    MessageDigest sha256 = sha256();
    byte[] part = new byte[Math.min(PART_BYTES, body.length())];
    for (int from = 0; from < body.length(); from += part.length) {
      int count = Math.min(part.length, body.length() - from);
      body.get(from, part, 0, count);
      sha256.update(part, 0, count);
    }
    Arrays.fill(part, (byte) 0);
    return finish(sha256);
  }

  /** Returns the digest; resetting is what zeroes the last block inside. */
  static Bytes finish(MessageDigest sha256) {
    Bytes digest = Bytes.of(sha256.digest());
    sha256.reset();
    return digest;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
