// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import io.adyton.benchmarks.http.EventLoop;
import io.adyton.benchmarks.http.HttpConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One level of load: sends requests as its arrivals say until a bound is reached, then waits for
 * those under way. A client whose request failed pauses before the next one, so a server that is
 * down is not hammered. Where a server drops a kept-alive connection just as the next request
 * leaves, the request is sent again on a new one, as every HTTP client does.
 */
final class Level implements ChatExchange.Owner {
  private static final long SWEEP_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PAUSE_AFTER_ERROR_NANOS = Duration.ofMillis(100).toNanos();

  private final EventLoop loop;
  private final ConnectionPool connections;
  private final PromptSource prompts;
  private final ChatRequestWriter writer;
  private final Arrivals arrivals;
  private final Bounds bounds;
  private final LevelRecorder recorder;
  private final Map<ChatExchange, HttpConnection> underWay = new LinkedHashMap<>();
  private final Set<ChatExchange> onKeptConnection = new HashSet<>();
  private final long startNanos;
  private final @Nullable PoissonProcess process;
  private int issued;
  private boolean isLoadFalling;
  private long fullLoadEndNanos;
  private long endNanos;

  /** Prepares a level and sends its first requests with the first turn of the loop. */
  Level(
      EventLoop loop,
      ConnectionPool connections,
      PromptSource prompts,
      ChatRequestWriter writer,
      Arrivals arrivals,
      Bounds bounds,
      Objective objective,
      long seed) {
    this.loop = loop;
    this.connections = connections;
    this.prompts = prompts;
    this.writer = writer;
    this.arrivals = arrivals;
    this.bounds = bounds;
    this.recorder = new LevelRecorder(arrivals, objective);
    this.startNanos = loop.nanoTime();
    this.endNanos = startNanos;
    this.process =
        switch (arrivals) {
          case Arrivals.Closed closed -> null;
          case Arrivals.Poisson open -> new PoissonProcess(open.requestsPerSecond(), seed);
        };
  }

  void start() {
    switch (arrivals) {
      case Arrivals.Closed closed -> {
        for (int client = 0; client < closed.clients(); client++) {
          loop.at(startNanos, this::sendNext);
        }
      }
      case Arrivals.Poisson open -> scheduleArrival();
    }
    loop.at(startNanos + SWEEP_NANOS, this::sweep);
  }

  boolean isFinished() {
    return isLoadFalling && underWay.isEmpty();
  }

  /** Returns the figures of a finished level. */
  LevelResult result(long clientCpuNanos) {
    return recorder.result(endNanos - startNanos, fullLoadEndNanos - startNanos, clientCpuNanos);
  }

  private void sendNext() {
    if (mayIssue(loop.nanoTime())) {
      issue(loop.nanoTime());
    }
  }

  private void scheduleArrival() {
    if (process == null) {
      throw new IllegalStateException("a closed loop has no arrivals of its own");
    }
    long dueNanos = startNanos + process.nextNanos();
    loop.at(Math.min(dueNanos, deadlineNanos()), () -> onArrival(dueNanos));
  }

  private void onArrival(long dueNanos) {
    if (!mayIssue(dueNanos)) {
      return;
    }
    if (underWay.size() < arrivals.mostInFlight()) {
      issue(dueNanos);
    } else {
      issued++;
      recorder.dropped();
    }
    scheduleArrival();
  }

  private boolean mayIssue(long whenNanos) {
    if (issued < bounds.requests() && whenNanos < deadlineNanos()) {
      return true;
    }
    if (!isLoadFalling) {
      isLoadFalling = true;
      fullLoadEndNanos = loop.nanoTime();
      recorder.loadFalls();
    }
    return false;
  }

  private long deadlineNanos() {
    return startNanos + bounds.duration().toNanos();
  }

  private void issue(long traceStartNanos) {
    issued++;
    Conversation conversation = prompts.next();
    ChatExchange exchange =
        new ChatExchange(loop, conversation, new RequestTrace(traceStartNanos), recorder, this);
    HttpConnection kept = connections.takeIdle();
    if (kept == null) {
      sendOnNewConnection(exchange);
    } else {
      onKeptConnection.add(exchange);
      send(exchange, kept);
    }
  }

  private void sendOnNewConnection(ChatExchange exchange) {
    try {
      send(exchange, connections.open());
    } catch (IOException e) {
      exchange.onFailure(e);
    }
  }

  private void send(ChatExchange exchange, HttpConnection connection) {
    underWay.put(exchange, connection);
    connection.send(writer.write(exchange.conversation()), exchange);
  }

  @Override
  public void unanswered(ChatExchange exchange, Outcome.Errored outcome) {
    if (onKeptConnection.remove(exchange)) {
      sendOnNewConnection(exchange);
    } else {
      ended(exchange, outcome);
    }
  }

  @Override
  public void ended(ChatExchange exchange, Outcome outcome) {
    onKeptConnection.remove(exchange);
    HttpConnection connection = underWay.remove(exchange);
    if (connection != null) {
      connections.giveBack(connection);
    }
    long now = loop.nanoTime();
    endNanos = now;
    recorder.ended(exchange.trace(), outcome);
    long pauseNanos =
        switch (outcome) {
          case Outcome.Completed completed -> {
            prompts.answered(exchange.conversation(), exchange.answer());
            yield 0;
          }
          case Outcome.Errored errored -> PAUSE_AFTER_ERROR_NANOS;
        };
    switch (arrivals) {
      case Arrivals.Closed closed -> {
        if (mayIssue(now)) {
          loop.at(now + pauseNanos, this::sendNext);
        }
      }
      case Arrivals.Poisson open -> {}
    }
  }

  private void sweep() {
    long now = loop.nanoTime();
    List<ChatExchange> late = new ArrayList<>();
    for (ChatExchange exchange : underWay.keySet()) {
      if (now - exchange.trace().startNanos() > bounds.requestTimeout().toNanos()) {
        late.add(exchange);
      }
    }
    for (ChatExchange exchange : late) {
      HttpConnection connection = underWay.get(exchange);
      if (connection != null) {
        connection.close();
      }
      ended(exchange, new Outcome.Errored("timeout"));
    }
    if (!isFinished()) {
      loop.at(now + SWEEP_NANOS, this::sweep);
    }
  }
}
