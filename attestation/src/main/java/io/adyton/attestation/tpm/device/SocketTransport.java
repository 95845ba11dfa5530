// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A stream of raw commands; the header of each response says how long it is. */
final class SocketTransport implements TpmTransport {
  private static final int HEADER_BYTES = 10;
  private static final int SIZE_OFFSET = 2;

  private final SocketChannel channel;

  SocketTransport(SocketAddress address) throws IOException {
    try {
      channel = SocketChannel.open(address);
    } catch (IOException e) {
      throw new IOException(
          "expected a software TPM at %s, found none: %s".formatted(address, e.getMessage()), e);
    }
  }

  @Override
  public Bytes transmit(Bytes command) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(command.toArray());
    while (out.hasRemaining()) {
      channel.write(out);
    }
    ByteBuffer in = ByteBuffer.allocate(MAX_RESPONSE_BYTES);
    read(in, HEADER_BYTES);
    int size = in.getInt(SIZE_OFFSET);
    if (size < HEADER_BYTES || size > MAX_RESPONSE_BYTES) {
      throw new IOException(
          "expected a response of %d to %d bytes from the TPM, found one of %d"
              .formatted(HEADER_BYTES, MAX_RESPONSE_BYTES, size));
    }
    read(in, size);
    byte[] response = new byte[size];
    in.flip().get(response);
    return Bytes.of(response);
  }

  private void read(ByteBuffer in, int until) throws IOException {
    in.limit(until);
    while (in.hasRemaining()) {
      if (channel.read(in) < 0) {
        throw new EOFException("expected a response of the TPM, found that it hung up");
      }
    }
  }

  @Override
  public boolean isExclusive() {
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
