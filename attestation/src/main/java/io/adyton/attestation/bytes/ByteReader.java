// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads fields one after the other and never past the end.
 *
 * <p>Every method that lacks bytes throws {@link MalformedEvidenceException}, which names the
 * structure and the field. Not thread-safe.
 */
public final class ByteReader {
  private final String structure;
  private final ByteBuffer buffer;

  private ByteReader(String structure, Bytes bytes, ByteOrder order) {
    this.structure = structure;
    this.buffer = ByteBuffer.wrap(bytes.toArray()).order(order);
  }

  /** Reads numbers with the least significant byte first. */
  public static ByteReader littleEndian(String structure, Bytes bytes) {
    return new ByteReader(structure, bytes, ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads numbers with the most significant byte first. */
  public static ByteReader bigEndian(String structure, Bytes bytes) {
    return new ByteReader(structure, bytes, ByteOrder.BIG_ENDIAN);
  }

  /** Reads one byte as a number from 0 to 255. */
  public int u8(String field) throws MalformedEvidenceException {
    need(field, 1);
    return buffer.get() & 0xff;
  }

  /** Reads two bytes as a number from 0 to 65,535. */
  public int u16(String field) throws MalformedEvidenceException {
    need(field, 2);
    return buffer.getShort() & 0xffff;
  }

  /** Reads four bytes as a number from 0 to 4,294,967,295. */
  public long u32(String field) throws MalformedEvidenceException {
    need(field, 4);
    return buffer.getInt() & 0xffffffffL;
  }

  /** Reads eight bytes; numbers from 2^63 on come out negative. */
  public long u64(String field) throws MalformedEvidenceException {
    need(field, 8);
    return buffer.getLong();
  }

  /**
   * Reads {@code length} bytes; a length beyond what is left is malformed, as is a negative one.
   */
  public Bytes bytes(String field, long length) throws MalformedEvidenceException {
    need(field, length);
    byte[] read = new byte[(int) length];
    buffer.get(read);
    return Bytes.of(read);
  }

  /** Reads a length of two bytes, then as many bytes. */
  public Bytes sized16(String field) throws MalformedEvidenceException {
    return bytes(field, u16(field));
  }

  /** Passes over {@code length} bytes. */
  public void skip(String field, long length) throws MalformedEvidenceException {
    need(field, length);
    buffer.position(buffer.position() + (int) length);
  }

  /** Returns how many bytes were read. */
  public int position() {
    return buffer.position();
  }

  /** Returns how many bytes are left. */
  public int remaining() {
    return buffer.remaining();
  }

  /** Demands that nothing is left. */
  public void end() throws MalformedEvidenceException {
    if (buffer.hasRemaining()) {
      throw new MalformedEvidenceException(
          "%s: expected the end at byte %d, found %d more bytes"
              .formatted(structure, buffer.position(), buffer.remaining()));
    }
  }

  private void need(String field, long length) throws MalformedEvidenceException {
    if (length < 0 || length > buffer.remaining()) {
      throw new MalformedEvidenceException(
          "%s.%s: expected %d bytes at byte %d, found %d"
              .formatted(structure, field, length, buffer.position(), buffer.remaining()));
    }
  }
}
