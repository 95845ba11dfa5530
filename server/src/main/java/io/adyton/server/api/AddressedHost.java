// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.Locale;

/**
 * The host that a request was addressed to.
 *
 * <p>A web page can have its own name resolve to a loopback address, and then a browser on this
 * machine takes the server for that page's own (DNS rebinding). An IP address or {@code localhost}
 * cannot be taken over in this way.
 */
final class AddressedHost {
  private AddressedHost() {}

  /** Whether no name server had a say in where {@code request} went. */
  static boolean isTrusted(HttpServerRequest request) {
    HostAndPort authority = request.authority();
    return authority != null && isTrusted(authority.host().toLowerCase(Locale.ROOT));
  }

  private static boolean isTrusted(String host) {
    return host.equals("localhost") || host.endsWith(".localhost") || isAddress(host);
  }

  private static boolean isAddress(String host) {
    try {
      InetAddress.ofLiteral(
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
