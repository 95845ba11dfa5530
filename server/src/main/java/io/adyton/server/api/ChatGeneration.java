// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.provenance.receipt.Receipt;
import io.adyton.scheduler.GenerationListener;
import io.adyton.scheduler.GenerationStream;
import io.adyton.scheduler.PrefillProgress;
import io.adyton.scheduler.TokenEvent;
import io.adyton.scheduler.TokenEvent.Delta;
import io.adyton.scheduler.TokenEvent.Failed;
import io.adyton.scheduler.TokenEvent.Finished;
import io.adyton.server.answer.Answer;
import io.adyton.server.answer.FinishReasons;
import io.adyton.server.http.Exchange;
import io.adyton.server.metrics.ServerMetrics;
import io.adyton.server.openai.ApiError;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Carries one generation from the engine thread to its client.
 *
 * <p>Events wait in a queue that the client's own demand bounds; a task on the event loop takes all
 * that have gathered and sends them in one write. While the client does not read, nothing more is
 * asked for, and the scheduler lets the request rest. When the client goes, it is cancelled.
 */
final class ChatGeneration implements GenerationListener {
  /** What remains to be done when a generation is over. */
  interface Settlement {
    /** It ended without an error. */
    void finished(Finished finished, long firstTokenNanos);

    /** It broke off, and the client, if still there, was told so. */
    void failed(Failed failed, ApiError error, long firstTokenNanos);
  }

  private static final int DEMAND = 32;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Answer answer;
  private final long keepAliveMillis;
  private final ServerMetrics metrics;
  private final Settlement settlement;
  private final Queue<TokenEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable PrefillProgress> latestProgress = new AtomicReference<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private @Nullable GenerationStream stream;
  private int demanded;
  private boolean gone;
  private boolean over;
  private boolean quiet = true;
  private long firstTokenNanos = -1;
  private long latestTokenNanos;
  private @Nullable Long keepAliveTimer;

  /**
   * Creates the way of one generation.
   *
   * @param keepAlive after this long without a word, a comment is sent
   * @param settlement is told the outcome, once, on the event loop
   */
  ChatGeneration(
      Vertx vertx,
      Exchange exchange,
      Answer answer,
      Duration keepAlive,
      ServerMetrics metrics,
      Settlement settlement) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.answer = answer;
    this.keepAliveMillis = keepAlive.toMillis();
    this.metrics = metrics;
    this.settlement = settlement;
  }

  /** Takes an event; called on the engine thread. */
  @Override
  public void onEvent(TokenEvent event) {
    events.add(event);
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      exchange.post(this::deliver);
    }
  }

  /** Takes progress, of which only the latest is worth telling; called on the engine thread. */
  @Override
  public void onPrefilled(PrefillProgress progress) {
    if (answer.tellsProgress()) {
      latestProgress.set(progress);
      schedule();
    }
  }

  /** Wakes the event loop; called on the engine thread, once a step for all its requests. */
  @Override
  public void onPublished() {
    exchange.collect();
  }

  /** Begins to speak and to ask for deltas; called on the event loop, once. */
  void admitted(GenerationStream admitted) {
    stream = admitted;
    exchange.response().onGone(this::leave);
    if (!gone) {
      answer.admitted();
      if (answer.followsReader()) {
        exchange.response().onDrain(this::demandMore);
        keepAliveTimer = vertx.setPeriodic(keepAliveMillis, nothing -> keepAlive());
        demandMore();
      } else {
        admitted.request(Long.MAX_VALUE);
      }
    }
    deliver();
  }

  private void leave() {
    gone = true;
    if (stream != null) {
      stream.cancel();
    }
  }

  private void deliver() {
    scheduled.set(false);
    if (stream == null) {
      return; // What came before the admission was known is delivered with it.
    }
    TokenEvent event;
    while (!over && (event = events.poll()) != null) {
      tellProgress();
      switch (event) {
        case Delta delta -> take(delta);
        case Finished finished -> finish(finished);
        case Failed failed -> fail(failed);
      }
    }
    if (!over) {
      tellProgress();
      answer.flush();
      demandMore();
    }
  }

  // Progress that was told before a token is told before it here, too.
  private void tellProgress() {
    PrefillProgress progress = latestProgress.getAndSet(null);
    if (progress != null && !gone) {
      answer.progress(progress);
      quiet = false;
    }
  }

  private void take(Delta delta) {
    try (delta) {
      if (!gone) {
        answer.add(delta);
      }
    }
    demanded--;
    quiet = false;
    measure(delta.tokens());
  }

  private void measure(int tokens) {
    long now = exchange.elapsedNanos();
    if (firstTokenNanos < 0) {
      firstTokenNanos = now;
      metrics.firstTokenNanos(now);
    } else {
      metrics.interTokenNanos(now - latestTokenNanos, tokens);
    }
    latestTokenNanos = now;
  }

  private void demandMore() {
    if (stream != null
        && !over
        && answer.followsReader()
        && demanded <= DEMAND / 2
        && !exchange.response().isFull()) {
      stream.request(DEMAND - demanded);
      demanded = DEMAND;
    }
  }

  private void finish(Finished finished) {
    end();
    came(Optional.of(FinishReasons.wireName(finished.reason())), finished.usage());
    if (gone) {
      exchange.response().leaveReceipt();
    } else {
      answer.finish(finished);
    }
    answer.close();
    settlement.finished(finished, firstTokenNanos);
  }

  private void fail(Failed failed) {
    end();
    ApiError error =
        switch (failed.reason()) {
          case POLICY -> ApiError.policyDenied();
          case ENGINE -> ApiError.internal();
          case SHUTDOWN -> ApiError.stopped();
          case SLOW_READER -> ApiError.slowReader();
        };
    came(Optional.empty(), failed.usage());
    if (gone) {
      exchange.response().leaveReceipt();
    } else {
      answer.fail(error);
    }
    answer.close();
    settlement.failed(failed, error, firstTokenNanos);
  }

  private void came(Optional<String> finishReason, TokenEvent.Usage usage) {
    exchange
        .receipt()
        .ifPresent(
            receipt ->
                receipt.came(
                    new Receipt.Outcome(
                        gone ? Optional.empty() : finishReason,
                        usage.promptTokens(),
                        usage.completionTokens(),
                        usage.cachedTokens())));
  }

  private void end() {
    over = true;
    if (keepAliveTimer != null) {
      vertx.cancelTimer(keepAliveTimer);
    }
  }

  private void keepAlive() {
    if (quiet && !exchange.response().isFull()) {
      answer.keepAlive();
    }
    quiet = true;
  }
}
