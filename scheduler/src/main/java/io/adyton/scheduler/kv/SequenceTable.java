// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.kv;

import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.StepBatch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which sequence of the engine, and what tokens it was computed from.
 *
 * <p>A sequence is free, running (a request adds to it) or retained (its request has ended, its
 * prefix may serve the next one). A new request looks for the longest common prefix among running
 * and retained sequences of its own isolation domain. Since an engine has at most a few hundred
 * sequences and comparing arrays is a vector instruction, looking at each is cheaper than keeping a
 * tree.
 *
 * <p><b>Density.</b> Some engines compute scattered sequences one group of neighbours after the
 * other. For them a new request goes into a gap between running sequences or next to them, and
 * {@link #compact} closes gaps that stay. What was retained there moves out of the way if copying
 * it promises to save more than it costs; how often retained prefixes are reused is measured.
 *
 * <p>Every change of a sequence's content is written to the batch as an operation, so the engine's
 * state follows this table's. Confined to the engine thread.
 */
public final class SequenceTable {
  /** No sequence. */
  public static final int NONE = -1;

  /** Copying this many positions of KV is taken to cost as much as computing one: an estimate. */
  private static final int COPIED_PER_COMPUTED = 256;

  private static final int REUSE_MEMORY = 16;

  private enum Use {
    FREE,
    RUNNING,
    RETAINED
  }

  private final EngineFacts facts;
  private final int shortestReuse;
  private final Use[] use;
  private final @Nullable String[] domains;
  private final int[][] tokens;
  private final int[] lengths;
  private final long[] lastUse;
  private final boolean[] reusedOnce;
  private float reuseShare = 0.5f;
  private long clock;
  private int running;
  private long held;
  private int reused;

  /**
   * Creates a table of free sequences. Prefixes below {@code shortestReuse} are not reused, nor
   * those that cost more to copy than to compute.
   */
  public SequenceTable(EngineFacts facts, int shortestReuse) {
    this.facts = facts;
    this.shortestReuse = Math.max(shortestReuse, facts.contextLength() / COPIED_PER_COMPUTED);
    int count = facts.sequences();
    use = new Use[count];
    Arrays.fill(use, Use.FREE);
    domains = new String[count];
    tokens = new int[count][0];
    lengths = new int[count];
    lastUse = new long[count];
    reusedOnce = new boolean[count];
  }

  /** Returns how many sequences are running. */
  public int running() {
    return running;
  }

  /** Returns the number of positions held in all sequences. */
  public long held() {
    return held;
  }

  /** Returns the number of positions {@code sequence} holds. */
  public int length(int sequence) {
    return lengths[sequence];
  }

  /** Returns how many positions the last {@link #acquire} found computed already. */
  public int reused() {
    return reused;
  }

  /**
   * Finds a sequence for a request and reuses the longest prefix of its domain.
   *
   * @param wanted tokens the request wants computed; the last one is always computed anew
   * @return the sequence, of which {@link #length} positions are computed, or {@link #NONE}
   */
  public int acquire(String domain, int[] wanted, int count, StepBatch operations) {
    reused = 0;
    if (running == use.length) {
      return NONE;
    }
    int holder = NONE;
    int match = shortestReuse - 1;
    if (facts.truncatesSequences()) {
      for (int i = 0; i < use.length; i++) {
        int common = domain.equals(domains[i]) ? commonPrefix(i, wanted, count - 1) : 0;
        if (common > match || (common == match && holder != NONE && use[i] == Use.RETAINED)) {
          match = common;
          holder = i;
        }
      }
    }
    int sequence = holder == NONE ? place(NONE, operations) : attach(holder, match, operations);
    start(sequence, domain);
    reused = lengths[sequence];
    return sequence;
  }

  /** Records that {@code count} tokens from {@code from} on were computed at the end. */
  public void append(int sequence, int[] source, int from, int count) {
    int length = lengths[sequence];
    if (length + count > tokens[sequence].length) {
      int[] larger = new int[Math.max(length + count, Math.min(facts.contextLength(), length * 2))];
      System.arraycopy(tokens[sequence], 0, larger, 0, length);
      Arrays.fill(tokens[sequence], 0);
      tokens[sequence] = larger;
    }
    System.arraycopy(source, from, tokens[sequence], length, count);
    setLength(sequence, length + count);
  }

  /** Cuts a sequence down to {@code length} positions, here and in the engine. */
  public void truncate(int sequence, int length, StepBatch operations) {
    if (length < lengths[sequence]) {
      forgetFrom(sequence, length);
      operations.remove(sequence, length);
    }
  }

  /** Ends a request's hold. The content is retained if it is worth it, else removed. */
  public void release(int sequence, boolean retain, StepBatch operations) {
    running--;
    lastUse[sequence] = ++clock;
    if (retain && isWorthKeeping(sequence)) {
      use[sequence] = Use.RETAINED;
    } else {
      free(sequence, operations);
    }
  }

  /** Returns whether a sequence is long enough, and of a kind, to be used again. */
  public boolean isWorthKeeping(int sequence) {
    return facts.truncatesSequences() && lengths[sequence] >= shortestReuse;
  }

  /** Frees the retained sequence that was used least recently; returns whether there was one. */
  public boolean evict(StepBatch operations) {
    int oldest = oldestRetained(NONE);
    if (oldest == NONE) {
      return false;
    }
    free(oldest, operations);
    return true;
  }

  /** Returns the highest running sequence if there is a gap below it, else {@link #NONE}. */
  public int outlier() {
    if (!facts.wantsDenseSequences() || running == 0) {
      return NONE;
    }
    int highest = highestRunning();
    return highest - lowestRunning() >= running ? highest : NONE;
  }

  /** Moves a running sequence to the lowest gap and returns where it is now. */
  public int compact(int sequence, StepBatch operations) {
    int gap = place(sequence, operations);
    copy(sequence, gap, operations);
    String domain = Objects.requireNonNull(domains[sequence]);
    free(sequence, operations);
    running--;
    start(gap, domain);
    return gap;
  }

  /** Forgets everything, for an engine that was rebuilt. */
  public void clear() {
    for (int i = 0; i < use.length; i++) {
      forgetFrom(i, 0);
      use[i] = Use.FREE;
      domains[i] = null;
    }
    running = 0;
  }

  private void start(int sequence, String domain) {
    use[sequence] = Use.RUNNING;
    domains[sequence] = domain;
    lastUse[sequence] = ++clock;
    reusedOnce[sequence] = false;
    running++;
  }

  private int attach(int holder, int match, StepBatch operations) {
    lastUse[holder] = ++clock;
    reusedOnce[holder] = true;
    boolean superseded = use[holder] == Use.RETAINED && match == lengths[holder];
    int sequence = superseded && keepsDense(holder) ? holder : place(holder, operations);
    if (sequence == holder) {
      learn(true);
    } else {
      copy(holder, sequence, operations);
      if (superseded) {
        free(holder, operations);
      }
    }
    truncate(sequence, match, operations);
    return sequence;
  }

  /** Takes note of whether a retained prefix was reused before it went. */
  private void learn(boolean wasReused) {
    reuseShare += ((wasReused ? 1 : 0) - reuseShare) / REUSE_MEMORY;
  }

  /** Returns a sequence that is free, or {@code holder} as it is where there is no other. */
  private int place(int holder, StepBatch operations) {
    int sequence =
        facts.wantsDenseSequences() && running > 0 ? nextToRunning() : freeOrOldest(holder);
    if (use[sequence] == Use.RETAINED && sequence != holder) {
      vacate(sequence, holder, operations);
    }
    return sequence;
  }

  private boolean keepsDense(int sequence) {
    return !facts.wantsDenseSequences()
        || running == 0
        || (sequence >= lowestRunning() - 1 && sequence <= highestRunning() + 1);
  }

  private int nextToRunning() {
    int lowest = lowestRunning();
    int highest = highestRunning();
    for (int i = lowest; i < highest; i++) {
      if (use[i] != Use.RUNNING) {
        return i;
      }
    }
    boolean hasAbove = highest + 1 < use.length;
    boolean freeBelowOnly =
        lowest > 0 && hasAbove && use[highest + 1] != Use.FREE && use[lowest - 1] == Use.FREE;
    if (!hasAbove || freeBelowOnly) {
      return lowest - 1;
    }
    return highest + 1;
  }

  private int freeOrOldest(int holder) {
    int free = lastFree();
    if (free != NONE) {
      return free;
    }
    int oldest = oldestRetained(holder);
    return oldest == NONE ? holder : oldest;
  }

  /** Frees a retained sequence; moves its content elsewhere first if that pays. */
  private void vacate(int sequence, int holder, StepBatch operations) {
    if (facts.wantsDenseSequences() && running > 0 && isWorthACopy(sequence)) {
      int refuge = lastFree();
      if (refuge == NONE) {
        refuge = oldestRetained(holder);
        if (refuge != NONE && refuge != sequence) {
          free(refuge, operations);
        }
      }
      if (refuge != NONE && refuge != sequence) {
        copy(sequence, refuge, operations);
        use[refuge] = Use.RETAINED;
        domains[refuge] = domains[sequence];
        lastUse[refuge] = lastUse[sequence];
        reusedOnce[refuge] = reusedOnce[sequence];
        use[sequence] = Use.FREE;
      }
    }
    free(sequence, operations);
  }

  private boolean isWorthACopy(int sequence) {
    return lengths[sequence] * reuseShare * COPIED_PER_COMPUTED >= facts.contextLength();
  }

  private void copy(int from, int to, StepBatch operations) {
    forgetFrom(to, 0);
    append(to, tokens[from], 0, lengths[from]);
    operations.copy(from, to);
  }

  private void free(int sequence, StepBatch operations) {
    if (use[sequence] == Use.RETAINED) {
      learn(reusedOnce[sequence]);
    }
    truncate(sequence, 0, operations);
    use[sequence] = Use.FREE;
    domains[sequence] = null;
  }

  private int commonPrefix(int sequence, int[] wanted, int limit) {
    int length = Math.min(lengths[sequence], limit);
    int mismatch = Arrays.mismatch(tokens[sequence], 0, length, wanted, 0, length);
    return mismatch < 0 ? length : mismatch;
  }

  private void forgetFrom(int sequence, int length) {
    Arrays.fill(tokens[sequence], length, lengths[sequence], 0);
    setLength(sequence, length);
  }

  private void setLength(int sequence, int length) {
    held += length - lengths[sequence];
    lengths[sequence] = length;
  }

  private int lastFree() {
    int sequence = use.length - 1;
    while (sequence >= 0 && use[sequence] != Use.FREE) {
      sequence--;
    }
    return sequence;
  }

  private int lowestRunning() {
    int sequence = 0;
    while (use[sequence] != Use.RUNNING) {
      sequence++;
    }
    return sequence;
  }

  private int highestRunning() {
    int sequence = use.length - 1;
    while (use[sequence] != Use.RUNNING) {
      sequence--;
    }
    return sequence;
  }

  private int oldestRetained(int except) {
    int oldest = NONE;
    for (int i = 0; i < use.length; i++) {
      if (use[i] == Use.RETAINED
          && i != except
          && (oldest == NONE || lastUse[i] < lastUse[oldest])) {
        oldest = i;
      }
    }
    return oldest;
  }
}
