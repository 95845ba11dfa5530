// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whether the configured ports are free. */
record Ports(ServerConfig.Network network) implements Examination {
  @Override
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(port("port", network.address(), network.tlsPort()));
    network.httpPort().ifPresent(port -> findings.add(port("http", network.address(), port)));
    network
        .managementPort()
        .ifPresent(
            port -> findings.add(port("management-port", InetAddress.getLoopbackAddress(), port)));
    return findings;
  }

  private static Finding port(String setting, InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return Finding.ok(setting, address.getHostAddress() + ":" + port + " is free");
    } catch (IOException e) {
      return Finding.warn(
          setting,
          address.getHostAddress() + ":" + port + " cannot be used (" + e.getMessage() + ")",
          "stop what listens there, or choose another with --" + setting);
    }
  }
}
