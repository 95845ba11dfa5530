// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.scheduler.TokenEvent.Failed;
import io.adyton.scheduler.TokenEvent.FinishReason;
import io.adyton.scheduler.TokenEvent.Finished;
import io.adyton.scheduler.TokenEvent.Usage;
import io.adyton.server.http.Exchange;
import io.adyton.server.log.RequestLog;
import io.adyton.server.metrics.ServerMetrics;
import io.adyton.server.openai.ApiError;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts and logs what became of every chat: each that {@link #began} ends once. Thread-safe. */
final class RequestJournal {
  private static final int CLIENT_CLOSED = 499;
  private static final Usage NO_USAGE = new Usage(0, 0, 0, 0);
  private static final long NONE = -1;

  private final InstantSource clock;
  private final ChatsInWork chats;
  private final ServerMetrics metrics;
  private final IsolationDomains domains;
  private final String modelDigest;

  RequestJournal(
      InstantSource clock,
      ChatsInWork chats,
      ServerMetrics metrics,
      IsolationDomains domains,
      String modelDigest) {
    this.clock = clock;
    this.chats = chats;
    this.metrics = metrics;
    this.domains = domains;
    this.modelDigest = modelDigest;
  }

  /** A chat's head arrived. */
  void began() {
    chats.began();
  }

  /** It was refused. */
  void refused(Exchange exchange, Caller caller, ApiError error) {
    close(
        exchange,
        caller,
        error.code().status(),
        error.code().wireName(),
        NO_USAGE,
        NONE,
        NONE,
        null);
  }

  /** The client went before it could be admitted. */
  void left(Exchange exchange, Caller caller) {
    close(exchange, caller, CLIENT_CLOSED, null, NO_USAGE, NONE, NONE, null);
  }

  /** It was answered, or cancelled by its client's going. */
  void finished(
      Exchange exchange, Caller caller, Finished finished, int maxTokens, long firstTokenNanos) {
    boolean cancelled = finished.reason() == FinishReason.CANCELLED;
    String outcome = cancelled ? "abort" : finished.reason().name().toLowerCase(Locale.ROOT);
    metrics.ended(
        outcome, finished.usage(), finished.timings(), maxTokens, exchange.elapsedNanos());
    close(
        exchange,
        caller,
        cancelled ? CLIENT_CLOSED : 200,
        null,
        finished.usage(),
        finished.timings().admittedNanos(),
        firstTokenNanos,
        outcome);
  }

  /** It broke off. */
  void failed(
      Exchange exchange, Caller caller, Failed failed, ApiError error, long firstTokenNanos) {
    metrics.failed();
    close(
        exchange,
        caller,
        error.code().status(),
        error.code().wireName(),
        failed.usage(),
        NONE,
        firstTokenNanos,
        null);
  }

  private void close(
      Exchange exchange,
      Caller caller,
      int status,
      @Nullable String code,
      Usage usage,
      long queueNanos,
      long firstTokenNanos,
      @Nullable String finishReason) {
    new RequestLog(
            clock.instant(),
            exchange.id(),
            domains.logName(caller.tenant()),
            modelDigest,
            status,
            code,
            usage.promptTokens(),
            usage.cachedTokens(),
            usage.completionTokens(),
            queueNanos,
            firstTokenNanos,
            exchange.elapsedNanos(),
            finishReason)
        .emit();
    chats.ended();
  }
}
