// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.adyton.server.receipt.AnswerReceipt;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;

/**
 * One request and its answer. Confined to the connection's event loop, except {@link #run}, {@link
 * #post} and {@link #collect}.
 *
 * @param request what came
 * @param response what goes
 * @param receipt of the answer, where the server gives any
 * @param id the request's name in headers and logs
 * @param startedNanos {@link System#nanoTime} when its head arrived
 * @param context the event loop
 * @param mailbox what is gathered for the event loop
 */
public record Exchange(
    HttpServerRequest request,
    ResponseWriter response,
    Optional<AnswerReceipt> receipt,
    String id,
    long startedNanos,
    Context context,
    Mailbox mailbox) {

  /** Runs {@code action} on the event loop, from any thread. */
  public void run(Runnable action) {
    context.runOnContext(nothing -> action.run());
  }

  /** Has {@code action} run on the event loop after the next {@link #collect}, of any exchange. */
  public void post(Runnable action) {
    mailbox.post(() -> ((ContextInternal) context).emit(null, nothing -> action.run()));
  }

  /** Runs what was posted for this event loop, in one task and from any thread. */
  public void collect() {
    mailbox.collect();
  }

  /** Returns the time since the head arrived. */
  public long elapsedNanos() {
    return System.nanoTime() - startedNanos;
  }
}
