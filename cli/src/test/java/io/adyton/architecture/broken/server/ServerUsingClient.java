// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server;

import io.adyton.architecture.broken.client.ClientPlace;

/** Points out to the client. */
public final class ServerUsingClient {
  private ServerUsingClient() {}

  static String forbidden() {
    return ClientPlace.PLACE;
  }
}
