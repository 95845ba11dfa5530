// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * The base of an OpenAI-compatible API.
 *
 * @param host name or address
 * @param port TCP port
 * @param tls whether the connection is TLS
 * @param basePath what precedes {@code /chat/completions}, such as {@code /v1}; no slash at its end
 */
public record Endpoint(String host, int port, boolean tls, String basePath) {

  /**
   * Reads {@code http://host:port/v1}; the port may be absent.
   *
   * @throws IllegalArgumentException if it is no http or https address with a host
   */
  public static Endpoint of(URI uri) {
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (host == null || scheme == null || !scheme.matches("https?")) {
      throw new IllegalArgumentException(
          "expected an address such as http://127.0.0.1:8080/v1, but got " + uri);
    }
    boolean tls = scheme.equals("https");
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Endpoint(host, port, tls, path.replaceAll("/+$", ""));
  }

  /** Resolves the name; asks the system's resolver, so it may wait. */
  public InetSocketAddress address() {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new InetSocketAddress(bare, port);
  }

  /** Returns the value of the {@code host} header. */
  public String authority() {
    return host + ":" + port;
  }
}
