// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.proxy;

import io.adyton.client.AttestedClient;
import io.adyton.client.AttestedConnection;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on this machine for any OpenAI client and passes what comes on to one verified server.
 *
 * <p><b>Guarantees.</b> Not a byte of a request goes out before the connection it goes over was
 * verified; a server that is refused, or not the one it was at first, gets nothing and the client
 * an error that says why. Bodies are passed on as they come and kept nowhere.
 *
 * <p><b>Does not guarantee.</b> Anything against who can read this machine's memory. One event
 * loop.
 */
public final class LoopbackProxy extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LoopbackProxy.class);
  private static final String HOST = "127.0.0.1";
  private static final int BAD_GATEWAY = 502;
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private final VerifiedUpstream upstream;
  private final int port;
  private final CompletableFuture<Integer> bound;

  /**
   * Creates one instance.
   *
   * @param port 0 for any free one
   * @param bound is completed with the port once it is known
   */
  public LoopbackProxy(
      AttestedClient client, InstantSource clock, int port, CompletableFuture<Integer> bound) {
    this.upstream = new VerifiedUpstream(client::connect, clock);
    this.port = port;
    this.bound = bound;
  }

  @Override
  public Future<?> start() {
    HttpServer server = vertx.createHttpServer().requestHandler(this::pass);
    return server
        .listen(port, HOST)
        .onSuccess(listening -> bound.complete(listening.actualPort()))
        .onFailure(bound::completeExceptionally);
  }

  private void pass(HttpServerRequest request) {
    request.pause();
    upstream
        .connection()
        .compose(connection -> open(connection, request))
        .compose(out -> exchange(request, out))
        .onFailure(cause -> refuse(request, cause));
  }

  private static Future<HttpClientRequest> open(
      AttestedConnection connection, HttpServerRequest request) {
    return connection
        .http()
        .request(new RequestOptions().setMethod(request.method()).setURI(request.uri()));
  }

  private static Future<Void> exchange(HttpServerRequest request, HttpClientRequest out) {
    copy(request.headers(), out.headers());
    request.response().closeHandler(gone -> out.reset());
    request.exceptionHandler(gone -> out.reset());
    if (request.response().closed()) {
      out.reset();
      return Future.failedFuture("the client left while its request waited for a connection");
    }
    Future<HttpClientResponse> answered = out.response();
    request.resume();
    out.send(request);
    return answered
        .compose(response -> answer(request.response(), response))
        .onFailure(broken -> out.reset());
  }

  private static Future<Void> answer(HttpServerResponse response, HttpClientResponse from) {
    response.setStatusCode(from.statusCode());
    copy(from.headers(), response.headers());
    if (!from.headers().contains("content-length")) {
      response.setChunked(true);
    }
    return from.pipeTo(response);
  }

  private static void copy(MultiMap from, MultiMap to) {
    from.forEach(
        (name, value) -> {
          if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
            to.add(name, value);
          }
        });
  }

  private static void refuse(HttpServerRequest request, Throwable cause) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    LOG.warn("refused a request: {}", cause.getMessage());
    if (response.headWritten()) {
      response.reset();
      return;
    }
    response
        .setStatusCode(BAD_GATEWAY)
        .putHeader("content-type", "application/json")
        .putHeader("x-should-retry", "false")
        .end(ProxyError.of(cause));
  }
}
