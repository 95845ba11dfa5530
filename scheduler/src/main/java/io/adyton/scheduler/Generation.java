// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.engine.StepResult;
import io.adyton.scheduler.kv.SequenceTable;
import io.adyton.scheduler.text.CompletionText;
import io.adyton.scheduler.text.Text;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the scheduler.
 *
 * <p>Demand and cancellation may come from any thread; everything else belongs to the engine
 * thread. There is no state field: a generation without a sequence waits; one whose known tokens
 * are all but the last computed decodes; any other prefills.
 */
final class Generation implements GenerationStream {
  static final int NO_SLOT = -1;

  private final GenerationRequest request;
  private final GenerationListener listener;
  private final EngineSignals signals;
  private final long submittedNanos;
  private final AtomicLong demand = new AtomicLong();
  private volatile boolean cancelled;
  private volatile int rowsInFlight;

  private final CompletionText text;
  private final @Nullable PendingScores scores;
  private int[] tokens;
  private int known;
  private int computed;
  private int reused;
  private long arrival;
  private TenantShare share = TenantShare.NOBODY;
  private int sequence = SequenceTable.NONE;
  private int slot = NO_SLOT;
  private int firstRow;
  private int rowCount;

  private int promptAccounted;
  private int cachedAccounted;
  private int completionTokens;
  private int deliveredTokens;
  private boolean keeps;
  private long pausedUntilNanos;
  private long stalledSinceNanos;
  private boolean stalled;
  private long admittedNanos;
  private long firstTokenNanos;

  Generation(
      GenerationRequest request,
      GenerationListener listener,
      EngineSignals signals,
      long submittedNanos) {
    this.request = request;
    this.listener = listener;
    this.signals = signals;
    this.submittedNanos = submittedNanos;
    text = new CompletionText(request.stop());
    scores =
        request.alternatives() == TokenScores.NOT_WANTED
            ? null
            : new PendingScores(request.alternatives());
    tokens = request.promptTokens();
    known = tokens.length;
    pausedUntilNanos = submittedNanos;
  }

  @Override
  public void request(long deltas) {
    if (deltas < 1) {
      throw new IllegalArgumentException("demand must be positive: " + deltas);
    }
    long before =
        demand.getAndUpdate(
            held -> held > Long.MAX_VALUE - deltas ? Long.MAX_VALUE : held + deltas);
    if (before == 0) {
      signals.news();
    }
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      signals.cancelled(rowsInFlight);
    }
  }

  GenerationRequest request() {
    return request;
  }

  long submittedNanos() {
    return submittedNanos;
  }

  boolean isCancelled() {
    return cancelled;
  }

  // From here on: engine thread only.

  void arrives(long number, TenantShare tenantShare) {
    arrival = number;
    share = tenantShare;
  }

  long arrival() {
    return arrival;
  }

  TenantShare share() {
    return share;
  }

  void charge(int promptTokens, int cachedTokens, int tokensOfCompletion) {
    share.charge(promptTokens, cachedTokens, tokensOfCompletion, request.weight());
  }

  /** Returns the priority, one higher for each {@code agingStepNanos} since submission. */
  long priority(long nowNanos, long agingStepNanos) {
    return request.priority() + (nowNanos - submittedNanos) / agingStepNanos;
  }

  int slot() {
    return slot;
  }

  int sequence() {
    return sequence;
  }

  boolean isRunning() {
    return sequence != SequenceTable.NONE;
  }

  /** Takes a place in the batch, with {@code reusedPositions} computed already. */
  void joins(int newSequence, int newSlot, int reusedPositions, long nowNanos) {
    if (slot == NO_SLOT) {
      admittedNanos = nowNanos - submittedNanos;
    }
    sequence = newSequence;
    slot = newSlot;
    reused = reusedPositions;
    computed = reusedPositions;
  }

  void movesTo(int newSequence) {
    sequence = newSequence;
  }

  /** Loses its sequence and everything computed, and waits again. */
  void stepsBack() {
    sequence = SequenceTable.NONE;
    computed = 0;
  }

  int[] tokens() {
    return tokens;
  }

  int known() {
    return known;
  }

  int computed() {
    return computed;
  }

  void computedUpTo(int position) {
    computed = position;
  }

  /** Returns whether one more row brings the next token. */
  boolean isDecoding() {
    return known - computed == 1;
  }

  /** Returns how many rows it could use in a step at {@code nowNanos}. */
  int rowsWanted(long nowNanos) {
    if (pausedUntilNanos - nowNanos > 0) {
      return 0;
    }
    return demand.getAcquire() > 0 ? known - computed : 0;
  }

  /** Takes part in a step with rows from {@code first} on, or with none. */
  void takesRows(int first, int count) {
    firstRow = first;
    rowCount = count;
    rowsInFlight = count;
  }

  int firstRow() {
    return firstRow;
  }

  int rowCount() {
    return rowCount;
  }

  int lastRow() {
    return firstRow + rowCount - 1;
  }

  void pauses(long untilNanos) {
    pausedUntilNanos = untilNanos;
  }

  /**
   * Returns the nanoseconds until this generation can go on or has to be ended by itself: its pause
   * ends, or its reader has been away for {@code slowReaderNanos}. Zero means that it is time.
   */
  long nanosToWait(long nowNanos, long slowReaderNanos) {
    long pause = pausedUntilNanos - nowNanos;
    if (pause > 0) {
      return pause;
    }
    if (demand.getAcquire() > 0) {
      stalled = false;
      return 0;
    }
    if (!stalled) {
      stalled = true;
      stalledSinceNanos = nowNanos;
    }
    return Math.max(slowReaderNanos - (nowNanos - stalledSinceNanos), 0);
  }

  /** Returns whether its reader has taken nothing for {@code slowReaderNanos}. */
  boolean isAbandoned(long nowNanos, long slowReaderNanos) {
    return nanosToWait(nowNanos, slowReaderNanos) == 0 && demand.getAcquire() == 0;
  }

  /** Returns the number of prompt tokens that were reused and not accounted yet. */
  int cachedToAccount() {
    return promptToAccount(reused);
  }

  /** Returns the number of prompt tokens below {@code position} not accounted yet. */
  int promptToAccount(int position) {
    return Math.max(Math.min(position, request.promptTokens().length) - promptAccounted, 0);
  }

  void promptAccounted(int count, boolean fromCache) {
    promptAccounted += count;
    if (fromCache) {
      cachedAccounted += count;
    }
  }

  /** Adds the token of its last row. Returns whether its text completed a stop text. */
  boolean takes(StepResult result, Text piece, long nowNanos) {
    if (known == tokens.length) {
      growTokens();
    }
    tokens[known++] = result.sampled(lastRow());
    if (completionTokens++ == 0) {
      firstTokenNanos = nowNanos - submittedNanos;
    }
    boolean stopped = text.accept(piece);
    if (scores != null) {
      scores.add(result, lastRow(), text.certainAt());
    }
    return stopped;
  }

  /** Lets go of everything held back. Returns whether that completed a stop text. */
  boolean finishesText() {
    return text.finish();
  }

  /** Its computation will be kept for others. */
  void keepsComputation() {
    keeps = true;
  }

  int completionTokens() {
    return completionTokens;
  }

  boolean isAtLimit(int contextLength) {
    return completionTokens >= request.maxTokens() || known >= contextLength;
  }

  /** Hands the text that has become certain, if any, to the listener. Returns whether there was. */
  boolean deliver() {
    Text released = text.release();
    if (released == null) {
      return false;
    }
    demand.updateAndGet(held -> held == Long.MAX_VALUE || held == 0 ? held : held - 1);
    int fresh = completionTokens - deliveredTokens;
    deliveredTokens = completionTokens;
    listener.onEvent(
        new TokenEvent.Delta(
            released, fresh, scores == null ? null : scores.release(text.releasedBytes())));
    return true;
  }

  /** Tells the listener how far the prompt is. Returns whether it is the prompt that goes on. */
  boolean tellsProgress(long nowNanos) {
    if (completionTokens > 0) {
      return false;
    }
    listener.onPrefilled(
        new PrefillProgress(
            request.promptTokens().length,
            cachedAccounted,
            computed,
            nowNanos - submittedNanos - admittedNanos));
    return true;
  }

  /** Tells the listener that everybody else has been told too. */
  void published() {
    listener.onPublished();
  }

  TokenEvent.Usage usage() {
    return new TokenEvent.Usage(
        request.promptTokens().length,
        cachedAccounted,
        completionTokens,
        keeps ? promptAccounted - cachedAccounted : 0);
  }

  TokenEvent.Timings timings(long nowNanos) {
    long ended = nowNanos - submittedNanos;
    return new TokenEvent.Timings(
        slot == NO_SLOT ? ended : admittedNanos,
        completionTokens == 0 ? ended : firstTokenNanos,
        ended);
  }

  /** Zeroes and closes what the request carried, then tells the listener. */
  void ends(TokenEvent last) {
    wipe();
    listener.onEvent(last);
  }

  private void wipe() {
    Arrays.fill(tokens, 0);
    Arrays.fill(request.promptTokens(), 0);
    text.close();
    if (scores != null) {
      scores.close();
    }
    request.stop().forEach(Text::close);
  }

  @SuppressWarnings("ReferenceEquality") // The request's own array is wiped with the request.
  private void growTokens() {
    int[] larger = Arrays.copyOf(tokens, known + Math.max(64, known / 2));
    if (tokens != request.promptTokens()) {
      Arrays.fill(tokens, 0);
    }
    tokens = larger;
  }
}
