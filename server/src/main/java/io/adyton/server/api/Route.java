// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.server.http.Exchange;
import io.adyton.server.openai.ApiException;
import io.vertx.core.http.HttpMethod;

/**
 * One address.
 *
 * @param path what requests ask for; one that ends with a slash takes every path below it
 * @param method the one method it answers
 * @param isPublic whether it answers without asking who calls
 * @param handling what it does; called on the event loop
 */
record Route(String path, HttpMethod method, boolean isPublic, Handling handling) {
  /** Answers one request. */
  @FunctionalInterface
  interface Handling {
    /** Answers, now or later, hands the exchange on to who will, or refuses at once. */
    void serve(Exchange exchange, Caller caller) throws ApiException;
  }

  /** Returns an address that everybody may read. */
  static Route open(String path, Handling handling) {
    return new Route(path, HttpMethod.GET, true, handling);
  }

  boolean matches(String requested) {
    return path.endsWith("/")
        ? requested.startsWith(path) && requested.length() > path.length()
        : requested.equals(path);
  }

  boolean answers(HttpMethod requested) {
    return requested.equals(method)
        || method.equals(HttpMethod.GET) && requested.equals(HttpMethod.HEAD);
  }
}
