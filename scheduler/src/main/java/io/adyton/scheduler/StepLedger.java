// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of one step as the gate sees them, and what it decided. Reused from step to step;
 * nothing is allocated. Confined to the engine thread.
 */
final class StepLedger {
  private static final Logger LOG = LoggerFactory.getLogger(StepLedger.class);
  private static final int KINDS = 3;

  private final TokenGate gate;
  private final SchedulerCounters counters;
  private final int[] slots;
  private final byte[] kinds;
  private final int[] counts;
  private final long[] verdicts;
  private final int[] ends;
  private int entries;
  private int generations;
  private boolean gateBroke;

  /** Creates a ledger for at most {@code most} generations in a step. */
  StepLedger(TokenGate gate, SchedulerCounters counters, int most) {
    this.gate = gate;
    this.counters = counters;
    slots = new int[most * KINDS];
    kinds = new byte[slots.length];
    counts = new int[slots.length];
    verdicts = new long[slots.length];
    ends = new int[most];
  }

  void clear() {
    entries = 0;
    generations = 0;
    gateBroke = false;
  }

  /** Enters what the step brought a generation: reused and computed prompt tokens, a token. */
  void enter(Generation generation, boolean completes) {
    int cached = generation.cachedToAccount();
    generation.promptAccounted(cached, true);
    enter(generation.slot(), TokenGate.CACHED, cached);
    int prompt = generation.promptToAccount(generation.computed());
    generation.promptAccounted(prompt, false);
    enter(generation.slot(), TokenGate.PROMPT, prompt);
    enter(generation.slot(), TokenGate.COMPLETION, completes ? 1 : 0);
    ends[generations++] = entries;
  }

  /** Shows the gate everything at once. */
  void account() {
    if (entries == 0) {
      return;
    }
    try {
      gate.account(entries, slots, kinds, counts, verdicts);
    } catch (RuntimeException e) {
      LOG.error("the gate failed; the requests of this step are stopped", e);
      gateBroke = true;
    }
  }

  /** Returns the reason to stop the generation entered as number {@code index}, 0 for none. */
  int stop(int index) {
    if (gateBroke) {
      return TokenGate.BROKEN;
    }
    for (int i = start(index); i < ends[index]; i++) {
      if (verdicts[i] < 0) {
        return (int) verdicts[i];
      }
    }
    return 0;
  }

  /** Returns how long the generation entered as number {@code index} shall pause. */
  long pauseNanos(int index) {
    long pause = 0;
    for (int i = start(index); i < ends[index]; i++) {
      pause = Math.max(pause, verdicts[i]);
    }
    return pause;
  }

  /** Counts what was entered for {@code generation} as number {@code index}. */
  void charge(int index, Generation generation) {
    for (int i = start(index); i < ends[index]; i++) {
      int count = counts[i];
      boolean isCompletion = kinds[i] == TokenGate.COMPLETION;
      boolean isCached = kinds[i] == TokenGate.CACHED;
      counters.generated(isCompletion ? count : 0);
      counters.prompt(isCompletion ? 0 : count);
      generation.charge(
          isCompletion || isCached ? 0 : count, isCached ? count : 0, isCompletion ? count : 0);
    }
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private void enter(int slot, byte kind, int count) {
    if (count > 0) {
      slots[entries] = slot;
      kinds[entries] = kind;
      counts[entries] = count;
      verdicts[entries] = TokenGate.GO;
      entries++;
    }
  }
}
