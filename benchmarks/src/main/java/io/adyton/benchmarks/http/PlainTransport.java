// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The socket itself. */
record PlainTransport(SocketChannel channel) implements Transport {
  @Override
  public boolean handshake() {
    return true;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public boolean write(ByteBuffer source) throws IOException {
    channel.write(source);
    return !source.hasRemaining();
  }

  @Override
  public boolean hasUnsent() {
    return false;
  }
}
