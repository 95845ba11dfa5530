// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.server.http.Exchange;
import io.adyton.server.json.JsonObject;
import io.adyton.server.metrics.ServerMetrics;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Health, version and metrics, for probes and scrapers; public on the listeners that have them. */
final class OperationRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<Lifecycle> lifecycle;
  private final BooleanSupplier engineAlive;
  private final ServerMetrics metrics;
  private final String version;
  private final ServedModel model;

  OperationRoutes(Api.Parts parts, ServerMetrics metrics) {
    this.lifecycle = parts.lifecycle();
    this.engineAlive = parts.engineAlive();
    this.metrics = metrics;
    this.version = parts.version();
    this.model = parts.model();
  }

  List<Route> routes() {
    return List.of(
        Route.open("/health", (exchange, caller) -> health(exchange)),
        Route.open("/v1/health", (exchange, caller) -> health(exchange)),
        Route.open("/livez", (exchange, caller) -> health(exchange)),
        Route.open("/startupz", (exchange, caller) -> status(exchange, 200, "started")),
        Route.open("/readyz", (exchange, caller) -> ready(exchange)),
        Route.open("/version", (exchange, caller) -> version(exchange)),
        Route.open("/metrics", (exchange, caller) -> metrics(exchange)));
  }

  private void health(Exchange exchange) {
    if (engineAlive.getAsBoolean()) {
      status(exchange, 200, "ok");
    } else {
      status(exchange, 503, "engine stopped");
    }
  }

  private void ready(Exchange exchange) {
    Lifecycle now = lifecycle.get();
    boolean ready = now == Lifecycle.READY && engineAlive.getAsBoolean();
    String word = ready ? "ready" : now == Lifecycle.READY ? "engine stopped" : inWords(now);
    status(exchange, ready ? 200 : 503, word);
  }

  private static String inWords(Lifecycle lifecycle) {
    return lifecycle.name().toLowerCase(Locale.ROOT);
  }

  private static void status(Exchange exchange, int status, String word) {
    PlainAnswer.json(exchange, status, new JsonObject().put("status", word));
  }

  private void version(Exchange exchange) {
    PlainAnswer.json(
        exchange,
        200,
        new JsonObject()
            .put("version", version)
            .put("model", model.name())
            .put("digest", "sha256:" + model.digest()));
  }

  private void metrics(Exchange exchange) {
    PlainAnswer.send(exchange, 200, PROMETHEUS, metrics.scrape());
  }
}
