// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.client;

import io.adyton.architecture.broken.server.ServerPlace;

/** Ties the client to the server. */
public final class ClientUsingServer {
  private ClientUsingServer() {}

  static String forbidden() {
    return ServerPlace.PLACE;
  }
}
