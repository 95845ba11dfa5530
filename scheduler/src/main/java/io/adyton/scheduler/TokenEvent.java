// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request after it was admitted: any number of {@link Delta}s, then exactly one
 * {@link Finished} or {@link Failed}.
 */
public sealed interface TokenEvent {

  /**
   * Text that became certain: whole UTF-8 characters, with stop strings already removed.
   *
   * <p>The receiver's to close.
   *
   * @param text what became certain
   * @param tokens completion tokens accepted since the previous delta; 0 for text that an earlier
   *     token left in doubt. Tokens that bring no text at the end are in the usage alone
   * @param scores of every token that the text completes: the token, then its alternatives, as many
   *     as the request asked for. A token that a stop text cuts is not among them. Null where none
   *     were wanted
   */
  record Delta(Text text, int tokens, @Nullable TokenScores scores)
      implements TokenEvent, AutoCloseable {
    @Override
    public void close() {
      text.close();
      if (scores != null) {
        scores.close();
      }
    }
  }

  /** The completion is over and was not an error. Nothing follows. */
  record Finished(FinishReason reason, Usage usage, Timings timings) implements TokenEvent {}

  /**
   * The completion broke off. Nothing follows. What was published before stays charged.
   *
   * @param code the gate's negative verdict where the reason is {@link FailureReason#POLICY}, or
   *     {@link TokenGate#BROKEN} where the gate itself failed; else 0
   */
  record Failed(FailureReason reason, int code, Usage usage) implements TokenEvent {}

  /** Why a completion ended. */
  enum FinishReason {
    /** A stop string or the model's end marker. */
    STOP,
    /** The token limit or the end of the context. */
    LENGTH,
    /** The caller cancelled. */
    CANCELLED
  }

  /** Why a completion broke off. */
  enum FailureReason {
    /** The gate answered with a negative verdict. */
    POLICY,
    /** The engine could not compute the step. */
    ENGINE,
    /** The scheduler was closed. */
    SHUTDOWN,
    /** The reader took nothing for too long. */
    SLOW_READER
  }

  /**
   * Tokens as the gate accepted them.
   *
   * @param promptTokens tokens of the prompt
   * @param cachedTokens of those, tokens whose computation was reused from the same domain
   * @param completionTokens tokens generated, the end marker excluded
   * @param keptTokens prompt tokens that were computed for this request and are kept for the next
   *     of its domain; known once it has finished, 0 before
   */
  record Usage(int promptTokens, int cachedTokens, int completionTokens, int keptTokens) {}

  /**
   * Monotonic times of one request, in nanoseconds since it was submitted.
   *
   * @param admittedNanos the request joined the batch
   * @param firstTokenNanos its first token was published; equals the end if there was none
   * @param endedNanos it ended
   */
  record Timings(long admittedNanos, long firstTokenNanos, long endedNanos) {}
}
