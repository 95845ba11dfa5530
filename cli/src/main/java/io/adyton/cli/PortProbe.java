// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Tries whether a port can be listened on, by doing so for a moment. */
public final class PortProbe {
  private PortProbe() {}

  /** Returns what is in the way, in the system's words, or empty if the port is free now. */
  public static Optional<String> obstacle(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
