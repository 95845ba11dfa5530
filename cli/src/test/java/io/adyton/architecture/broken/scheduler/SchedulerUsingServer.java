// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.scheduler;

import io.adyton.architecture.broken.server.ServerPlace;

/** Points back to the server. */
public final class SchedulerUsingServer {
  private SchedulerUsingServer() {}

  static String forbidden() {
    return ServerPlace.PLACE;
  }
}
