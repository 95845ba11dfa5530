// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.server.http.ConnectionLimits;
import io.adyton.server.http.Connections;
import io.adyton.server.http.Exchange;
import io.adyton.server.http.Mailboxes;
import io.adyton.server.json.JsonObject;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ErrorAnswer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** What probes are told before there is a model to serve. Thread-safe. */
public final class StartupApi {
  private final StartupProgress progress;
  private final Connections connections;
  private final Front front;

  /** Creates the addresses. */
  public StartupApi(Vertx vertx, ConnectionLimits limits, StartupProgress progress) {
    this.progress = progress;
    connections = new Connections(vertx, limits);
    front =
        new Front(
            vertx,
            routes(),
            authorization -> Caller.LOCAL,
            connections,
            new Mailboxes(),
            new SecureRandom(),
            (route, status) -> {},
            "AL0",
            Optional.empty());
  }

  private List<Route> routes() {
    return List.of(
        Route.open("/livez", (exchange, caller) -> status(exchange, 200, "ok")),
        Route.open("/readyz", (exchange, caller) -> status(exchange, 503, "starting")),
        Route.open("/startupz", (exchange, caller) -> startup(exchange)),
        Route.open("/health", (exchange, caller) -> loading(exchange)),
        Route.open("/v1/health", (exchange, caller) -> loading(exchange)),
        Route.open("/metrics", (exchange, caller) -> loading(exchange)),
        Route.open("/version", (exchange, caller) -> loading(exchange)));
  }

  private static void status(Exchange exchange, int status, String word) {
    PlainAnswer.json(exchange, status, new JsonObject().put("status", word));
  }

  private void startup(Exchange exchange) {
    PlainAnswer.json(exchange, 503, progress.toJson());
  }

  private static void loading(Exchange exchange) {
    ErrorAnswer.send(exchange, ApiError.modelLoading());
  }

  /** Takes a request. */
  public void accept(HttpServerRequest request) {
    front.accept(request);
  }

  /** Takes a request whose head could not be read. */
  public void refuseMalformed(HttpServerRequest request) {
    front.refuseMalformed(request);
  }

  /** Returns the open connections. */
  public Connections connections() {
    return connections;
  }
}
