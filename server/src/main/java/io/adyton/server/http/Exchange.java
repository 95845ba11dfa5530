// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/**
 * One request and its answer. Confined to the connection's event loop, except {@link #run}.
 *
 * @param request what came
 * @param response what goes
 * @param id the request's name in headers and logs
 * @param startedNanos {@link System#nanoTime} when its head arrived
 * @param context the event loop
 */
public record Exchange(
    HttpServerRequest request,
    ResponseWriter response,
    String id,
    long startedNanos,
    Context context) {

  /** Runs {@code action} on the event loop, from any thread. */
  public void run(Runnable action) {
    context.runOnContext(nothing -> action.run());
  }

  /** Returns the time since the head arrived. */
  public long elapsedNanos() {
    return System.nanoTime() - startedNanos;
  }
}
