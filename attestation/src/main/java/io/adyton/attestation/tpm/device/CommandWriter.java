// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import java.nio.ByteBuffer;

/** Writes fields as a TPM reads them, most significant byte first. Not thread-safe. */
final class CommandWriter {
  private static final int MAX_COMMAND_BYTES = 4096;

  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_COMMAND_BYTES);

  CommandWriter u8(int value) {
    buffer.put((byte) value);
    return this;
  }

  CommandWriter u16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  CommandWriter u32(int value) {
    buffer.putInt(value);
    return this;
  }

  CommandWriter bytes(Bytes value) {
    buffer.put(value.toArray());
    return this;
  }

  /** Writes a TPM2B: the length in two bytes, then the bytes. */
  CommandWriter sized(Bytes value) {
    return u16(value.length()).bytes(value);
  }

  Bytes written() {
    byte[] written = new byte[buffer.position()];
    buffer.get(0, written);
    return Bytes.of(written);
  }
}
