// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.server.http.Connections;
import io.adyton.server.http.Exchange;
import io.adyton.server.http.Mailboxes;
import io.adyton.server.http.RequestBody;
import io.adyton.server.http.ResponseWriter;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ApiException;
import io.adyton.server.openai.ErrorAnswer;
import io.adyton.server.receipt.AnswerReceipt;
import io.adyton.server.receipt.ReceiptDesk;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request of a listener: names it, refuses what HTTP or the key store does not allow,
 * and leads the rest to its route. Thread-safe; called on event loops.
 */
final class Front {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final String NONCE = "adyton-nonce";
  private static final String ELSEWHERE = "elsewhere";
  private static final int CLIENT_CLOSED = 499;
  private static final int REQUEST_ID_BYTES = 16;
  private static final String REQUEST_ID = "[A-Za-z0-9._-]{1,64}";
  private static final String EXPOSED =
      "x-request-id, openai-processing-ms, openai-version, retry-after, retry-after-ms,"
          + " x-should-retry, x-ratelimit-limit-requests, x-ratelimit-remaining-requests,"
          + " x-ratelimit-reset-requests, adyton-model, adyton-level, adyton-ignored,"
          + " adyton-receipt-id, adyton-evidence, content-digest, signature, signature-input";

  private final Vertx vertx;
  private final List<Route> routes;
  private final Reception reception;
  private final Connections connections;
  private final Mailboxes mailboxes;
  private final RandomGenerator random;
  private final ObjIntConsumer<String> answered;
  private final String level;
  private final Optional<ReceiptDesk> receipts;

  /** Finds out who calls. */
  @FunctionalInterface
  interface Reception {
    /** Returns who sent this header, which may be absent, or refuses. */
    Caller identify(@Nullable String authorization) throws ApiException;
  }

  /**
   * Creates the front of some routes.
   *
   * @param answered hears of every answer: its route and its status
   */
  Front(
      Vertx vertx,
      List<Route> routes,
      Reception reception,
      Connections connections,
      Mailboxes mailboxes,
      RandomGenerator random,
      ObjIntConsumer<String> answered,
      String level,
      Optional<ReceiptDesk> receipts) {
    this.vertx = vertx;
    this.routes = List.copyOf(routes);
    this.reception = reception;
    this.connections = connections;
    this.mailboxes = mailboxes;
    this.random = random;
    this.answered = answered;
    this.level = level;
    this.receipts = receipts;
  }

  /** Takes a request whose head could be read. */
  void accept(HttpServerRequest request) {
    Exchange exchange = exchange(request);
    try {
      route(exchange);
    } catch (ApiException e) {
      refuse(exchange, e.error());
    } catch (RuntimeException e) {
      LOG.error("request {} failed: {}", exchange.id(), e.getClass().getName());
      refuse(exchange, ApiError.internal());
    }
  }

  /** Takes a request whose head could not be read; the connection is closed after the answer. */
  void refuseMalformed(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    ApiError error =
        cause instanceof TooLongHttpLineException
            ? ApiError.malformedRequest("The request's first line is too long.")
            : cause instanceof TooLongHttpHeaderException
                ? ApiError.headersTooLarge()
                : ApiError.malformedRequest("The request is not valid HTTP.");
    Exchange exchange = exchange(request);
    count(exchange, ELSEWHERE);
    closeAfterwards(exchange);
    refuse(exchange, error);
  }

  private void count(Exchange exchange, String route) {
    ResponseWriter response = exchange.response();
    response.onOver(
        () -> answered.accept(route, response.isBegun() ? response.status() : CLIENT_CLOSED));
  }

  private Exchange exchange(HttpServerRequest request) {
    Context context = vertx.getOrCreateContext();
    Optional<AnswerReceipt> receipt =
        receipts.map(
            desk ->
                desk.open(
                    request.method().name(),
                    Optional.ofNullable(request.path()).orElse(""),
                    action -> context.runOnContext(nothing -> action.run())));
    ResponseWriter response =
        new ResponseWriter(request.response(), request.method().equals(HttpMethod.HEAD), receipt);
    Exchange exchange =
        new Exchange(
            request,
            response,
            receipt,
            requestId(request),
            System.nanoTime(),
            context,
            mailboxes.of(context));
    connections.began(request.connection(), response);
    response
        .header("x-request-id", exchange.id())
        .header("openai-version", "2020-10-01")
        .header("adyton-level", level);
    receipt.ifPresent(
        given ->
            response
                .header("adyton-receipt-id", given.id().text())
                .header("adyton-evidence", given.evidence()));
    if (request.getHeader("origin") != null) {
      response.header("access-control-expose-headers", EXPOSED);
    }
    return exchange;
  }

  private String requestId(HttpServerRequest request) {
    String given = request.getHeader("x-request-id");
    if (given != null && given.matches(REQUEST_ID)) {
      return given;
    }
    byte[] id = new byte[REQUEST_ID_BYTES];
    random.nextBytes(id);
    return "req_" + HexFormat.of().formatHex(id);
  }

  private void route(Exchange exchange) throws ApiException {
    HttpServerRequest request = exchange.request();
    String path = Optional.ofNullable(request.path()).orElse("");
    Optional<Route> match =
        routes.stream().filter(candidate -> candidate.matches(path)).findFirst();
    count(exchange, match.map(Route::path).orElse(ELSEWHERE));
    if (request.version() == HttpVersion.HTTP_1_0) {
      closeAfterwards(exchange);
      throw new ApiException(ApiError.malformedRequest("HTTP/1.1 or HTTP/2 is needed."));
    }
    Route route = match.orElseThrow(() -> new ApiException(ApiError.notFound()));
    if (!route.answers(request.method())) {
      exchange.response().header("allow", route.method().name());
      throw new ApiException(ApiError.methodNotAllowed(route.method().name()));
    }
    Caller caller =
        route.isPublic() ? Caller.LOCAL : reception.identify(request.getHeader("authorization"));
    if (!route.isPublic() && caller.equals(Caller.LOCAL) && !AddressedHost.isTrusted(request)) {
      throw new ApiException(ApiError.foreignHost());
    }
    if (!route.isPublic() && route.method().equals(HttpMethod.POST)) {
      exchange.receipt().ifPresent(receipt -> receipt.ownedBy(caller.tenant()));
    }
    requireNonce(exchange);
    if (route.method().equals(HttpMethod.POST)) {
      requireJson(request);
    } else {
      RequestBody.drop(request);
    }
    route.handling().serve(exchange, caller);
  }

  private static void requireNonce(Exchange exchange) throws ApiException {
    String nonce = exchange.request().getHeader(NONCE);
    if (nonce != null && exchange.receipt().isPresent() && !exchange.receipt().get().nonce(nonce)) {
      throw new ApiException(
          ApiError.invalidValue(NONCE, "16 to 32 bytes in base64 between colons"));
    }
  }

  private static void requireJson(HttpServerRequest request) throws ApiException {
    String type = Optional.ofNullable(request.getHeader("content-type")).orElse("");
    String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String encoding = Optional.ofNullable(request.getHeader("content-encoding")).orElse("identity");
    if (!essence.contentEquals(HttpHeaderValues.APPLICATION_JSON)
        || !encoding.equalsIgnoreCase("identity")) {
      throw new ApiException(ApiError.wrongMediaType());
    }
  }

  private static void refuse(Exchange exchange, ApiError error) {
    RequestBody.drop(exchange.request());
    ErrorAnswer.send(exchange, error);
  }

  /** Lets the connection end with this answer where it serves one request at a time. */
  static void closeAfterwards(Exchange exchange) {
    if (exchange.request().version() != HttpVersion.HTTP_2) {
      exchange.response().header("connection", "close");
      exchange.response().onSent(() -> exchange.request().connection().close());
    }
  }
}
