// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.governance.keys.ApiKeyStore;
import io.adyton.scheduler.Allowance;
import io.adyton.scheduler.SchedulerLoad;
import io.adyton.server.http.BodyBudget;
import io.adyton.server.http.ConnectionLimits;
import io.adyton.server.http.Connections;
import io.adyton.server.http.Mailboxes;
import io.adyton.server.http.ZeroingAllocator;
import io.adyton.server.metrics.ServerMetrics;
import io.adyton.server.receipt.ReceiptDesk;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All addresses of a server, ready to be given requests. Thread-safe. */
public final class Api {
  private static final int SECRET_BYTES = 32;

  /**
   * What the addresses are made from.
   *
   * @param workers runs what takes time; virtual threads
   * @param random draws ids, seeds and secrets; thread-safe
   * @param allowance how many requests a tenant may let wait
   * @param keyRequired whether nobody is served without a key
   * @param publicOperations whether health and metrics are among the addresses for everybody
   * @param keepAlive silence on a stream after which a comment is sent
   * @param confidential whether the server was started strictly
   * @param usageInEveryStream whether streams count tokens unasked
   * @param version what {@code /version} says
   * @param identity what proves who answers; absent where TLS has a plain certificate
   * @param receipts signs what is answered; absent where there is no log
   */
  public record Parts(
      Vertx vertx,
      Executor workers,
      InstantSource clock,
      RandomGenerator random,
      ServedModel model,
      Generator generator,
      Supplier<SchedulerLoad> load,
      Function<String, Allowance> allowance,
      BooleanSupplier engineAlive,
      ApiKeyStore keys,
      boolean keyRequired,
      boolean publicOperations,
      ConnectionLimits limits,
      Duration keepAlive,
      boolean confidential,
      boolean usageInEveryStream,
      Supplier<Lifecycle> lifecycle,
      String version,
      Optional<AttestedIdentity> identity,
      Optional<ReceiptDesk> receipts) {}

  private final ChatsInWork chats = new ChatsInWork();
  private final Connections connections;
  private final Mailboxes mailboxes = new Mailboxes();
  private final BodyBudget bodies;
  private final ServerMetrics metrics;
  private final Front everybody;
  private final Front operators;

  /** Creates the addresses. */
  public Api(Parts parts) {
    connections = new Connections(parts.vertx(), parts.limits());
    bodies = new BodyBudget(parts.limits().bodiesBytes());
    metrics =
        new ServerMetrics(
            parts.model().name(),
            parts.model().profile().weightBytes(),
            parts.load(),
            chats::count,
            connections::count,
            ZeroingAllocator.INSTANCE::buffersInUse,
            bodies::heldBytes,
            () -> parts.lifecycle().get() == Lifecycle.READY);
    List<Route> operations = new OperationRoutes(parts, metrics).routes();
    List<Route> routes = new ArrayList<>();
    routes.add(chat(parts));
    routes.addAll(new ModelRoutes(parts.model()).routes());
    parts
        .identity()
        .ifPresent(
            identity ->
                routes.addAll(new AttestationRoutes(parts, identity, bodies, metrics).routes()));
    parts.receipts().ifPresent(desk -> routes.addAll(new ReceiptRoutes(parts, desk).routes()));
    if (parts.publicOperations()) {
      routes.addAll(operations);
    }
    everybody = front(parts, routes);
    operators = front(parts, operations);
  }

  private Route chat(Parts parts) {
    byte[] secret = new byte[SECRET_BYTES];
    parts.random().nextBytes(secret);
    IsolationDomains domains = new IsolationDomains(secret);
    ChatCompletions chat =
        new ChatCompletions(
            parts,
            domains,
            metrics,
            new RequestJournal(parts.clock(), chats, metrics, domains, parts.model().digest()),
            bodies);
    return new Route("/v1/chat/completions", HttpMethod.POST, false, chat::serve);
  }

  private Front front(Parts parts, List<Route> routes) {
    return new Front(
        parts.vertx(),
        routes,
        authorization -> Caller.identify(authorization, parts.keys(), parts.keyRequired()),
        connections,
        mailboxes,
        parts.random(),
        metrics::answered,
        "AL" + parts.identity().map(AttestedIdentity::level).orElse(0),
        parts.receipts());
  }

  /** Takes a request of a listener for everybody. */
  public void accept(HttpServerRequest request) {
    everybody.accept(request);
  }

  /** Takes a request of the listener for operators: health and metrics. */
  public void acceptOperator(HttpServerRequest request) {
    operators.accept(request);
  }

  /** Takes a request whose head could not be read. */
  public void refuseMalformed(HttpServerRequest request) {
    everybody.refuseMalformed(request);
  }

  /**
   * Waits until every chat that began has ended, or {@code patience} is over; not to be called on
   * an event loop.
   */
  public void awaitIdle(Duration patience) {
    chats.awaitNone(patience);
  }

  /** Returns how many chats have begun and not ended. */
  public int chatsInWork() {
    return chats.count();
  }

  /** Returns the open connections. */
  public Connections connections() {
    return connections;
  }

  /** Returns the meters. */
  public ServerMetrics metrics() {
    return metrics;
  }
}
