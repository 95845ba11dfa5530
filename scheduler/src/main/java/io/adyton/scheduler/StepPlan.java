// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.StepBatch;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the rows of one step.
 *
 * <p>With nothing to prefill, every request that can decode gets one row. With nothing to decode,
 * prompts fill the step. With both, a step mixes them where the engine says that mixing pays and
 * the rows fit; otherwise prefill steps and decode steps alternate, so that a long prompt slows
 * running streams to a known rate and never stops them.
 *
 * <p>Confined to the engine thread.
 */
final class StepPlan {
  private static final int FEWEST_MIXED_PROMPT_ROWS = 16;

  private final EngineFacts facts;
  private final int prefillRows;
  private final FairQueue order;
  private final Generation[] participants;
  private final int[] granted;
  private int size;
  private int prefilling;
  private int decoding;
  private boolean prefilledLast;

  StepPlan(EngineFacts facts, int prefillRows, FairQueue order) {
    this.facts = facts;
    this.prefillRows = Math.min(prefillRows, facts.rowLimit());
    this.order = order;
    participants = new Generation[facts.sequences()];
    granted = new int[facts.sequences()];
  }

  /** Returns how many requests take part. */
  int size() {
    return size;
  }

  Generation participant(int index) {
    return participants[index];
  }

  /** Returns how many requests had prompt rows to compute at the last choice. */
  int prefilling() {
    return prefilling;
  }

  /** Returns how many requests could decode at the last choice. */
  int decoding() {
    return decoding;
  }

  void clear() {
    size = 0;
  }

  /** Adds the rows of the next step to {@code batch}, in the order of the sequences. */
  void choose(@Nullable Generation[] running, long now, StepBatch batch) {
    decoding = 0;
    prefilling = 0;
    for (int i = 0; i < running.length; i++) {
      Generation generation = running[i];
      int wanted = generation == null ? 0 : generation.rowsWanted(now);
      granted[i] = 0;
      if (wanted > 0 && generation != null) {
        if (generation.isDecoding()) {
          decoding++;
        } else {
          prefilling++;
        }
      }
    }
    int promptRows = promptRows();
    boolean decodes = promptRows == 0 || promptRows + decoding <= facts.mixedRowLimit();
    grantPromptRows(running, now, promptRows);
    if (decodes) {
      grantDecodeRows(running, now);
    }
    prefilledLast = !decodes;
    for (int i = 0; i < running.length; i++) {
      Generation generation = running[i];
      if (granted[i] > 0 && generation != null) {
        addRows(generation, granted[i], batch);
      }
    }
  }

  private int promptRows() {
    if (prefilling == 0) {
      return 0;
    }
    if (decoding == 0) {
      return facts.rowLimit();
    }
    int mixed = facts.mixedRowLimit() - decoding;
    if (mixed >= FEWEST_MIXED_PROMPT_ROWS) {
      return mixed;
    }
    return prefilledLast ? 0 : prefillRows;
  }

  private void grantPromptRows(@Nullable Generation[] running, long now, int rows) {
    int left = rows;
    while (left > 0) {
      Generation best = null;
      for (int i = 0; i < running.length; i++) {
        Generation candidate = running[i];
        if (candidate != null
            && granted[i] == 0
            && !candidate.isDecoding()
            && candidate.rowsWanted(now) > 0
            && (best == null || order.goesBefore(candidate, best, now))) {
          best = candidate;
        }
      }
      if (best == null) {
        return;
      }
      int count = Math.min(left, best.rowsWanted(now));
      granted[best.sequence()] = count;
      left -= count;
    }
  }

  private void grantDecodeRows(@Nullable Generation[] running, long now) {
    for (int i = 0; i < running.length; i++) {
      Generation generation = running[i];
      if (generation != null && generation.isDecoding() && generation.rowsWanted(now) > 0) {
        granted[i] = 1;
      }
    }
  }

  private void addRows(Generation generation, int count, StepBatch batch) {
    generation.takesRows(batch.rows(), count);
    participants[size++] = generation;
    for (int i = 0; i < count; i++) {
      int position = generation.computed() + i;
      boolean last = position == generation.known() - 1;
      batch.addRow(
          generation.tokens()[position],
          position,
          generation.sequence(),
          last ? generation.slot() : StepBatch.NO_SAMPLER);
    }
  }
}
