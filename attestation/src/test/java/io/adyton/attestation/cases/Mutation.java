// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import io.adyton.attestation.bytes.Bytes;

/** Small damage to bytes, as numbers choose it. */
public final class Mutation {
  private static final int KINDS = 4;

  private Mutation() {}

  /**
   * Replaces, inserts or repeats bytes, or cuts them off.
   *
   * @param kind which of these
   * @param position where, counted around the end
   * @param value the byte to put there, or how many to repeat
   */
  public static Bytes of(Bytes bytes, int kind, int position, byte value) {
    int at = Math.floorMod(position, bytes.length());
    Bytes before = bytes.slice(0, at);
    Bytes after = bytes.slice(at, bytes.length());
    Bytes one = Bytes.of(new byte[] {value});
    return switch (Math.floorMod(kind, KINDS)) {
      case 0 -> Bytes.concat(before, one, after.slice(1, after.length()));
      case 1 -> Bytes.concat(before, one, after);
      case 2 -> Bytes.concat(before, after.slice(0, Math.min(after.length(), value & 0xff)), after);
      default -> before;
    };
  }
}
