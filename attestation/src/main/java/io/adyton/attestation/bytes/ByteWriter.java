// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes fields one after the other; the counterpart of {@link ByteReader}. Not thread-safe. */
public final class ByteWriter {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteOrder order;

  private ByteWriter(ByteOrder order) {
    this.order = order;
  }

  /** Writes numbers with the least significant byte first. */
  public static ByteWriter littleEndian() {
    return new ByteWriter(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes numbers with the most significant byte first. */
  public static ByteWriter bigEndian() {
    return new ByteWriter(ByteOrder.BIG_ENDIAN);
  }

  /** Writes a number from 0 to 255 in one byte. */
  public ByteWriter u8(int value) {
    return number(value, 1);
  }

  /** Writes a number from 0 to 65,535 in two bytes. */
  public ByteWriter u16(int value) {
    return number(value, 2);
  }

  /** Writes a number from 0 to 4,294,967,295 in four bytes. */
  public ByteWriter u32(long value) {
    return number(value, 4);
  }

  /** Writes eight bytes; negative numbers stand for those from 2^63 on. */
  public ByteWriter u64(long value) {
    written.writeBytes(ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array());
    return this;
  }

  /** Writes bytes as they are. */
  public ByteWriter bytes(Bytes value) {
    written.writeBytes(value.toArray());
    return this;
  }

  /** Writes the length in two bytes, then the bytes. */
  public ByteWriter sized16(Bytes value) {
    return u16(value.length()).bytes(value);
  }

  /** Returns what was written so far. */
  public Bytes toBytes() {
    return Bytes.of(written.toByteArray());
  }

  private ByteWriter number(long value, int length) {
    if (value < 0 || value >>> (8 * length) != 0) {
      throw new IllegalArgumentException(
          "expected a number that fits %d bytes, found %d".formatted(length, value));
    }
    for (int i = 0; i < length; i++) {
      int position = order == ByteOrder.BIG_ENDIAN ? length - 1 - i : i;
      written.write((int) (value >>> (8 * position)));
    }
    return this;
  }
}
