// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.llama;

import io.adyton.architecture.broken.server.ServerPlace;

/** Points from the bindings back to the server. */
public final class LlamaUsingServer {
  private LlamaUsingServer() {}

  static String forbidden() {
    return ServerPlace.PLACE;
  }
}
