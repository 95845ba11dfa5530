// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import java.net.URI;

/**
 * Where a server is reached.
 *
 * @param host name or address
 * @param port TLS port
 */
public record ServerAddress(String host, int port) {
  private static final int HTTPS = 443;

  /**
   * Reads {@code https://host} or {@code https://host:port}; a path is not looked at.
   *
   * @throws IllegalArgumentException if it is something else; the message says what was expected
   */
  public static ServerAddress parse(String url) {
    URI uri = URI.create(url);
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "expected an address such as https://host:8443, got '" + url + "'");
    }
    String host = uri.getHost();
    return new ServerAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() < 0 ? HTTPS : uri.getPort());
  }

  @Override
  public String toString() {
    return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
