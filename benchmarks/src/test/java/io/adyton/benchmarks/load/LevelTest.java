// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.benchmarks.http.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock stands still unless the test moves it, so every figure is known beforehand. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LevelTest {
  /** Histograms keep three digits. */
  private static final Offset<Double> THREE_DIGITS = Offset.offset(0.2);

  private final AtomicLong nanos = new AtomicLong();
  private EventLoop loop;
  private ScriptedServer server;
  private ConnectionPool connections;

  @BeforeEach
  void listen() throws IOException {
    loop = new EventLoop(nanos::get);
    server = new ScriptedServer();
    connections = new ConnectionPool(loop, server.endpoint(), null);
  }

  @AfterEach
  void hangUp() throws IOException {
    connections.close();
    loop.close();
    server.close();
  }

  @Test
  void measuresEveryMomentOfStream() throws IOException {
    Level level = level(new Arrivals.Closed(1), 1);
    ScriptedServer.Peer peer = connect();
    peer.beginsStream();
    peer.sendsRole();
    advance(40);
    turnOnce();
    at(100, () -> peer.sendsText("a"));
    at(120, () -> peer.sendsText("b"));
    at(180, () -> peer.sendsText("c"));
    at(
        300,
        () -> {
          peer.sendsUsage(7, 5);
          peer.endsStream();
        });
    turnUntil(level::isFinished);

    LevelResult result = level.result(0);

    assertThat(result.completed()).isEqualTo(1);
    assertThat(result.errors()).isEmpty();
    assertThat(result.ttft().p50()).isCloseTo(100, THREE_DIGITS);
    assertThat(result.itl().count()).isEqualTo(2);
    assertThat(result.itl().p50()).isCloseTo(20, THREE_DIGITS);
    assertThat(result.itl().max()).isCloseTo(60, THREE_DIGITS);
    assertThat(result.tpot().p50()).isCloseTo((180 - 100) / 4.0, THREE_DIGITS);
    assertThat(result.e2e().p50()).isCloseTo(180, THREE_DIGITS);
    assertThat(result.wallSeconds()).isEqualTo(0.3);
    assertThat(result.promptTokens()).isEqualTo(7);
    assertThat(result.cachedTokens()).isEqualTo(3);
    assertThat(result.completionTokens()).isEqualTo(5);
    assertThat(result.outputTokensPerSecond()).isCloseTo(5 / 0.3, THREE_DIGITS);
    assertThat(result.tokensPerChunk()).isCloseTo(5 / 3.0, THREE_DIGITS);
    assertThat(result.saturatedSeconds()).isEqualTo(0.08);
    assertThat(result.saturatedTokensPerSecond()).isCloseTo(2 / 0.08 * 5 / 3, THREE_DIGITS);
    assertThat(result.goodput()).isCloseTo(1 / 0.3, THREE_DIGITS);
  }

  @Test
  void countsOnlyAnswersThatKeptTheObjectiveAsGood() throws IOException {
    Level level = level(new Arrivals.Closed(1), 2);
    ScriptedServer.Peer peer = connect();
    peer.beginsStream();
    at(2_100, () -> peer.sendsText("late"));
    finish(peer, 1);
    awaitRequest(peer);
    peer.beginsStream();
    at(2_200, () -> peer.sendsText("a"));
    at(2_205, () -> peer.sendsText("b"));
    at(2_405, () -> peer.sendsText("c"));
    finish(peer, 3);
    turnUntil(level::isFinished);

    LevelResult result = level.result(0);

    assertThat(result.completed()).isEqualTo(2);
    assertThat(result.goodput()).isCloseTo(1 / 2.405, Offset.offset(0.001));
    assertThat(result.strictGoodput()).isZero();
  }

  @Test
  void measuresOpenLoopFromTheMomentTheRequestWasDue() throws IOException {
    PoissonProcess expected = new PoissonProcess(10, 1);
    long dueMillis = expected.nextNanos() / 1_000_000;
    Level level = level(new Arrivals.Poisson(10, 4), 1);
    advance(dueMillis + 30);
    ScriptedServer.Peer peer = connect();
    peer.beginsStream();
    at(dueMillis + 50, () -> peer.sendsText("a"));
    finish(peer, 1);
    turnUntil(
        () -> {
          advance(nanos.get() / 1_000_000 + 100);
          return level.isFinished();
        });

    assertThat(level.result(0).ttft().p50()).isCloseTo(50, Offset.offset(1.5));
  }

  @Test
  void dropsArrivalsBeyondTheLimitInFlight() throws IOException {
    Level level = level(new Arrivals.Poisson(100, 1), 3);
    advance(1_000);
    ScriptedServer.Peer peer = connect();
    peer.beginsStream();
    peer.sendsText("a");
    finish(peer, 1);
    turnUntil(level::isFinished);

    LevelResult result = level.result(0);

    assertThat(result.completed()).isEqualTo(1);
    assertThat(result.dropped()).isEqualTo(2);
  }

  @Test
  void stopsAtTheNumberOfRequests() throws IOException {
    Level level = level(new Arrivals.Closed(1), 3);
    ScriptedServer.Peer peer = connect();
    answerAll(peer, 3);
    turnUntil(level::isFinished);

    assertThat(level.result(0).completed()).isEqualTo(3);
  }

  @Test
  void stopsSendingAtTheEndOfItsTime() throws IOException {
    Level level = level(new Arrivals.Closed(1), Integer.MAX_VALUE);
    ScriptedServer.Peer peer = connect();
    answerAll(peer, 1);
    awaitRequest(peer);
    advance(6_000);
    peer.beginsStream();
    peer.sendsText("a");
    finish(peer, 1);
    turnUntil(level::isFinished);

    assertThat(level.result(0).completed()).isEqualTo(2);
  }

  @Test
  void countsSilentServerAsTimeout() throws IOException {
    Level level = level(new Arrivals.Closed(1), 1);
    connect();
    advance(10_001);
    turnUntil(
        () -> {
          advance(nanos.get() / 1_000_000 + 200);
          return level.isFinished();
        });

    assertThat(level.result(0).errors()).containsEntry("timeout", 1);
  }

  @Test
  void namesEveryKindOfError() throws IOException {
    assertThat(errorAfter(peer -> peer.answers("429 Too Many Requests", "{}")))
        .isEqualTo("http 429");
    assertThat(errorAfter(ScriptedServer.Peer::hangsUp)).isEqualTo("connection lost");
    assertThat(errorAfter(peer -> peer.answers("200 OK", "data: {\"error\":{}}\n\n")))
        .isEqualTo("error in stream");
    assertThat(errorAfter(peer -> peer.answers("200 OK", "data: nonsense\n\n")))
        .isEqualTo("malformed chunk");
    assertThat(errorAfter(peer -> peer.answers("200 OK", "data: {}\n\n")))
        .isEqualTo("stream without [DONE]");
    assertThat(errorAfter(peer -> peer.answers("200 OK", "data: [DONE]\n\n")))
        .isEqualTo("stream without usage");
    assertThat(
            errorAfter(
                peer -> {
                  peer.beginsStream();
                  peer.sendsText("a");
                  peer.hangsUp();
                }))
        .isEqualTo("connection lost");
  }

  @Test
  void sendsAgainWhereKeptConnectionIsDroppedUnanswered() throws IOException {
    Level level = level(new Arrivals.Closed(1), 2);
    ScriptedServer.Peer peer = connect();
    answerAll(peer, 1);
    awaitRequest(peer);
    peer.hangsUp();
    turnOnce();
    ScriptedServer.Peer second = server.accept();
    awaitRequest(second);
    answerAll(second, 1);
    turnUntil(level::isFinished);

    assertThat(level.result(0).completed()).isEqualTo(2);
    assertThat(level.result(0).errors()).isEmpty();
  }

  @Test
  void reachesNoServerWithoutDying() throws IOException {
    server.close();
    Level level = level(new Arrivals.Closed(2), 2);
    turnUntil(level::isFinished);

    assertThat(level.result(0).errors()).containsEntry("connection refused", 2);
  }

  private interface Script {
    void play(ScriptedServer.Peer peer) throws IOException;
  }

  private interface Step {
    void run() throws IOException;
  }

  private String errorAfter(Script script) throws IOException {
    try (ScriptedServer own = new ScriptedServer();
        ConnectionPool pool = new ConnectionPool(loop, own.endpoint(), null)) {
      Level level = level(pool, own, new Arrivals.Closed(1), 1);
      turnOnce();
      ScriptedServer.Peer peer = own.accept();
      awaitRequest(peer);
      script.play(peer);
      turnUntil(
          () -> {
            advance(nanos.get() / 1_000_000 + 50);
            return level.isFinished();
          });
      return level.result(0).errors().keySet().iterator().next();
    }
  }

  private Level level(Arrivals arrivals, int requests) {
    return level(connections, server, arrivals, requests);
  }

  private Level level(ConnectionPool pool, ScriptedServer target, Arrivals arrivals, int requests) {
    Workload workload = new Workload("m", PromptShape.SHORT, 5, 0, 1, 8, true, 1);
    Level level =
        new Level(
            loop,
            pool,
            new PromptSource(workload),
            new ChatRequestWriter(target.endpoint(), workload, ""),
            arrivals,
            new Bounds(requests, Duration.ofSeconds(5), Duration.ofSeconds(10)),
            Objective.DEFAULT,
            1);
    level.start();
    return level;
  }

  /** Lets the client connect and send its first request. */
  private ScriptedServer.Peer connect() throws IOException {
    turnOnce();
    ScriptedServer.Peer peer = server.accept();
    awaitRequest(peer);
    return peer;
  }

  private void answerAll(ScriptedServer.Peer peer, int requests) throws IOException {
    for (int i = 0; i < requests; i++) {
      peer.beginsStream();
      peer.sendsText("a");
      finish(peer, 1);
      if (i + 1 < requests) {
        awaitRequest(peer);
      }
    }
  }

  private static void finish(ScriptedServer.Peer peer, int tokens) throws IOException {
    peer.sendsUsage(1, tokens);
    peer.endsStream();
  }

  private void advance(long millis) {
    nanos.set(millis * 1_000_000);
  }

  /** Moves the clock, lets the server act, and lets the client notice. */
  private void at(long millis, Step step) throws IOException {
    advance(millis);
    step.run();
    turnOnce();
  }

  private void turnOnce() throws IOException {
    while (!loop.turn(Duration.ofSeconds(1).toNanos())) {
      Thread.onSpinWait();
    }
  }

  private void awaitRequest(ScriptedServer.Peer peer) throws IOException {
    while (!peer.hasRequest()) {
      loop.turn(Duration.ofMillis(1).toNanos());
    }
  }

  private void turnUntil(BooleanSupplier done) throws IOException {
    while (!done.getAsBoolean()) {
      loop.turn(Duration.ofMillis(20).toNanos());
    }
  }
}
