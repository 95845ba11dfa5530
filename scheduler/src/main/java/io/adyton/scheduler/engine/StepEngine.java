// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.Tokenizer;

/**
 * Computes steps of one model: rows, sequence operations and sampler operations in, sampled tokens
 * out.
 *
 * <p><b>State.</b> An engine holds {@link EngineFacts#sequences()} sequences, each a run of
 * computed positions from 0 on, and any number of samplers under handles that the caller chooses.
 *
 * <p><b>Threads.</b> {@link #open}, {@link #step}, {@link #rebuild} and {@link #close} belong to
 * one platform thread, which calls {@code open} first. {@link #interrupt}, {@link #facts}, {@link
 * #model} and {@link #tokenizer} may be called by any thread.
 *
 * <p><b>Errors.</b> What a computation can run into is a {@link StepOutcome}, never an exception.
 * Any exception out of {@code step} is treated as {@link StepOutcome#FAILED}.
 */
public interface StepEngine extends AutoCloseable {
  /**
   * Takes what steps need: memory, compute threads. The calling thread is the engine's from then
   * on.
   *
   * @throws RuntimeException when the machine cannot give it; the message says what to change
   */
  void open();

  /** Returns the sizes the scheduler has to keep within. They never change. */
  EngineFacts facts();

  /** Returns what is known of the model. */
  ModelProfile model();

  /** Returns the model's tokenizer, which outlives no engine. */
  Tokenizer tokenizer();

  /**
   * Applies the operations of {@code batch} in order, then computes its rows and samples for every
   * row that names a sampler. The operations are applied exactly once, whatever becomes of the
   * rows. A batch without rows only applies the operations.
   *
   * @param result is overwritten
   * @return the outcome, also stored in {@code result}
   */
  StepOutcome step(StepBatch batch, StepResult result);

  /**
   * Asks the step that is running to end early with {@link StepOutcome#INTERRUPTED}. Without a
   * running step it may do nothing or interrupt the next one.
   */
  void interrupt();

  /** Throws away every sequence and saved state and starts afresh; samplers stay. */
  void rebuild();

  /** Frees everything, the model included. Steps after that fail. */
  @Override
  void close();
}
