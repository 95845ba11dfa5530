// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to and from a peer over a socket that never waits. */
sealed interface Transport permits PlainTransport, TlsTransport {
  /** Goes on with the handshake as far as the socket allows; returns whether it is over. */
  boolean handshake() throws IOException;

  /**
   * Reads what there is: the number of bytes, 0 if there is nothing now, -1 after the peer's end.
   * The caller reads until 0, since the socket may be drained while bytes still wait here.
   */
  int read(ByteBuffer target) throws IOException;

  /** Takes as much of {@code source} as fits; returns whether all of it is with the kernel. */
  boolean write(ByteBuffer source) throws IOException;

  /** Returns whether bytes wait here until the socket is writable. */
  boolean hasUnsent();
}
