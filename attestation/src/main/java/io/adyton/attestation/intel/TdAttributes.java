// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a trust domain is set up (Intel TDX Module ABI, TDATTRIBUTES).
 *
 * @param bits the field as a number
 */
record TdAttributes(long bits) {
  private static final long DEBUG = 1;
  private static final long LASS = 1L << 27;
  private static final long SEPT_VE_DISABLE = 1L << 28;
  private static final long MIGRATABLE = 1L << 29;
  private static final long PKS = 1L << 30;
  private static final long KEY_LOCKER = 1L << 31;
  private static final long PERFMON = 1L << 63;
  private static final long HARMLESS = LASS | SEPT_VE_DISABLE | PKS | KEY_LOCKER | PERFMON;

  static TdAttributes of(Bytes field) {
    return new TdAttributes(
        ByteBuffer.wrap(field.toArray()).order(ByteOrder.LITTLE_ENDIAN).getLong());
  }

  /** Returns whether the host may read the domain's memory. */
  boolean debug() {
    return (bits & DEBUG) != 0;
  }

  /**
   * Returns whether memory that the host takes away stops the domain instead of being handed back.
   */
  boolean septVeDisable() {
    return (bits & SEPT_VE_DISABLE) != 0;
  }

  /** Returns whether another domain may move this one to another platform. */
  boolean migratable() {
    return (bits & MIGRATABLE) != 0;
  }

  /** Returns whether a bit is set of which nothing good is known. */
  boolean hasReserved() {
    return (bits & ~(HARMLESS | MIGRATABLE | DEBUG)) != 0;
  }
}
