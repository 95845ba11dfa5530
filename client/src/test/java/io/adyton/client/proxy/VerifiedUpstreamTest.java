// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Claims;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.tls.TlsIdentity;
import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.attestation.trust.ServerConnection;
import io.adyton.client.AttestedConnection;
import io.adyton.client.EvidenceExchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections to a server that answers when it is told to, and a clock that stands. */
class VerifiedUpstreamTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration AGE = Duration.ofMinutes(10);
  private static final Bytes DIGEST = Bytes.of(new byte[32]);

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
  private volatile Instant now = START;
  private int port;
  private HttpClientAgent http;
  private VerifiedUpstream upstream;

  @BeforeEach
  void listen() throws Exception {
    port =
        await(vertx.createHttpServer().requestHandler(arrived::add).listen(0, "127.0.0.1"))
            .actualPort();
    http = vertx.createHttpClient();
    upstream = new VerifiedUpstream(this::connect, () -> now);
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void keepsItsConnectionUntilThePolicysAgeIsOver() throws Exception {
    HttpClientConnection first = connection();
    now = START.plus(AGE).minusSeconds(1);

    assertThat(connection()).isSameAs(first);
  }

  @Test
  void letsRequestsEndOnTheReplacedConnectionAndClosesItThen() throws Exception {
    HttpClientConnection first = connection();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    first.closeHandler(nothing -> closed.complete(null));
    Future<Integer> answer =
        first
            .request(HttpMethod.GET, "/")
            .compose(request -> request.send())
            .compose(response -> response.end().map(response.statusCode()));
    HttpServerRequest held = arrived.poll(30, TimeUnit.SECONDS);

    now = START.plus(AGE);
    HttpClientConnection second = connection();

    assertThat(second).isNotSameAs(first);
    assertThat(closed).isNotDone();
    held.response().end("late");
    assertThat(await(answer)).isEqualTo(200);
    closed.get(30, TimeUnit.SECONDS);
    assertThat(connection()).isSameAs(second);
  }

  private HttpClientConnection connection() throws Exception {
    CompletableFuture<HttpClientConnection> connected = new CompletableFuture<>();
    vertx.runOnContext(
        nothing ->
            upstream
                .connection()
                .onSuccess(connection -> connected.complete(connection.http()))
                .onFailure(connected::completeExceptionally));
    return connected.get(30, TimeUnit.SECONDS);
  }

  private Future<AttestedConnection> connect() {
    return http.connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(port))
        .map(connection -> verified(connection, now.plus(AGE)));
  }

  private static AttestedConnection verified(HttpClientConnection connection, Instant expires) {
    Bound bound =
        new Bound(
            DIGEST,
            DIGEST,
            Optional.empty(),
            DIGEST,
            Optional.empty(),
            List.of(),
            List.of(),
            new Bound.Engine("libllama", "v1", DIGEST),
            new Bound.Privacy(0, 0, "per-tenant"),
            DIGEST,
            expires);
    TlsIdentity identity =
        TlsIdentity.selfSigned(List.of("localhost"), List.of(), START, Duration.ofDays(1));
    return new AttestedConnection(
        connection,
        new EvidenceExchange(
            Bytes.EMPTY,
            new ServerConnection(
                identity.certificate(), DIGEST, Optional.empty(), Optional.empty()),
            START),
        new ServerAppraisal(
            new Verdict.Accepted(new Claims(Map.of()), List.of()),
            1,
            Optional.empty(),
            Optional.of(bound)),
        expires);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
