// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

/**
 * Where a server listens.
 *
 * @param host name or address of a local interface
 * @param port 0 for any free one
 */
public record Listener(String host, int port) {
  /** Checks the port. */
  public Listener {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port lies between 0 and 65535, but got " + port);
    }
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
