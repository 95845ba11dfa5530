// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.cli.PortProbe;
import io.adyton.cli.UserError;
import io.adyton.server.config.ServerConfig;
import java.net.InetAddress;

/** Finds out before a model is loaded whether the ports are free. */
final class FreePorts {
  private FreePorts() {}

  /** Throws a {@link UserError} that names the first port that cannot be used. */
  static void require(ServerConfig.Network network) {
    require(network.address(), network.tlsPort(), "--port");
    network.httpPort().ifPresent(port -> require(network.address(), port, "--http"));
    network
        .managementPort()
        .ifPresent(port -> require(InetAddress.getLoopbackAddress(), port, "--management-port"));
  }

  private static void require(InetAddress address, int port, String flag) {
    PortProbe.obstacle(address, port)
        .ifPresent(
            reason -> {
              throw UserError.failed(
                  "cannot listen on %s port %d (%s); stop what uses it, or choose another with %s"
                      .formatted(address.getHostAddress(), port, reason, flag));
            });
  }
}
