// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.server.http.Exchange;
import io.adyton.server.json.JsonObject;
import io.adyton.server.metrics.ServerMetrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private final InstantSource clock;
  private final Optional<AttestedIdentity> identity;

  OperationRoutes(Api.Parts parts, ServerMetrics metrics) {
    this.lifecycle = parts.lifecycle();
    this.engineAlive = parts.engineAlive();
    this.metrics = metrics;
    this.version = parts.version();
    this.model = parts.model();
    this.clock = parts.clock();
    this.identity = parts.identity();
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
    if (now != Lifecycle.READY) {
      status(exchange, 503, inWords(now));
    } else if (!engineAlive.getAsBoolean()) {
      status(exchange, 503, "engine stopped");
    } else if (isCertificateExpired()) {
      status(exchange, 503, "certificate expired");
    } else {
      status(exchange, 200, "ready");
    }
  }

  /** A machine that gave no evidence for a day has not renewed it; no client would accept it. */
  private boolean isCertificateExpired() {
    return identity
        .map(shown -> shown.certificate().getNotAfter().toInstant())
        .filter(end -> end.isBefore(clock.instant()))
        .isPresent();
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
