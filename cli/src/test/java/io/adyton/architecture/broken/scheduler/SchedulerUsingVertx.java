// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.scheduler;

import io.vertx.core.Vertx;

/** Knows HTTP. */
public final class SchedulerUsingVertx {
  private SchedulerUsingVertx() {}

  static Vertx forbidden() {
    return Vertx.vertx();
  }
}
