// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.cli.PortProbe;
import io.adyton.server.config.ServerConfig;
import java.net.InetAddress;
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
    String place = address.getHostAddress() + " port " + port;
    return PortProbe.obstacle(address, port)
        .map(
            reason ->
                Finding.warn(
                    setting,
                    place + " cannot be used (" + reason + ")",
                    "stop what listens there, or choose another with --" + setting))
        .orElseGet(() -> Finding.ok(setting, place + " is free"));
  }
}
