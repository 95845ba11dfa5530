// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server;

import io.adyton.architecture.broken.llama.LlamaPlace;

/** Goes around the scheduler. */
public final class ServerUsingLlama {
  private ServerUsingLlama() {}

  static String forbidden() {
    return LlamaPlace.PLACE;
  }
}
