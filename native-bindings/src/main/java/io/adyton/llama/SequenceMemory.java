// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * The KV of a context's sequences: which positions they hold, and copying, cutting and saving them.
 *
 * <p>Where each sequence has a KV buffer of its own, a copy is carried out by the next decode;
 * until then source and target can be neither saved nor restored.
 *
 * <p>Confined to the context's thread and closed with it; otherwise every method throws {@link
 * IllegalStateException}. A sequence id outside the context's range is an {@link
 * IllegalArgumentException}.
 */
public final class SequenceMemory {
  private static final int TO_END = -1;

  private final LlamaModel model;
  private final Confinement confinement;
  private final MemorySegment context;
  private final MemorySegment memory;
  private final int limit;
  private final boolean shared;
  private final BitSet copying = new BitSet();

  SequenceMemory(
      LlamaModel model, Confinement confinement, MemorySegment context, int limit, boolean shared) {
    this.model = model;
    this.confinement = confinement;
    this.context = context;
    this.memory = LlamaSymbols.contextMemory(context);
    this.limit = limit;
    this.shared = shared;
  }

  /** Returns the number of ids that sequences may have. */
  int limit() {
    return limit;
  }

  /** Returns the lowest position {@code sequence} holds, -1 where it is empty. */
  public int firstPosition(int sequence) {
    require(sequence);
    return LlamaSymbols.memoryFirst(memory, sequence);
  }

  /** Returns the highest position {@code sequence} holds, -1 where it is empty. */
  public int lastPosition(int sequence) {
    require(sequence);
    return LlamaSymbols.memoryLast(memory, sequence);
  }

  /** Removes all of {@code sequence}. */
  public void remove(int sequence) {
    require(sequence);
    LlamaSymbols.memoryRemove(memory, sequence, 0, TO_END);
  }

  /**
   * Cuts {@code sequence} back to its first {@code length} positions.
   *
   * @return whether it was done; models with a recurrent state cannot go back, and leave the
   *     sequence as it was
   */
  public boolean truncate(int sequence, int length) {
    require(sequence);
    requireLength(length);
    return LlamaSymbols.memoryRemove(memory, sequence, length, TO_END);
  }

  /** Removes every sequence but {@code sequence}. */
  public void keepOnly(int sequence) {
    require(sequence);
    for (int other = 0; other < limit; other++) {
      if (other != sequence) {
        LlamaSymbols.memoryRemove(memory, other, 0, TO_END);
      }
    }
  }

  /** Makes {@code target} hold what {@code source} holds, instead of what it held. */
  public void copy(int source, int target) {
    require(source);
    require(target);
    if (source == target) {
      throw new IllegalArgumentException("sequence " + source + " cannot be copied onto itself");
    }
    LlamaSymbols.memoryRemove(memory, target, 0, TO_END);
    LlamaSymbols.memoryCopy(memory, source, target, 0, TO_END);
    if (!shared) {
      copying.set(source);
      copying.set(target);
    }
  }

  /**
   * Makes {@code target} hold the first {@code length} positions of {@code source}, instead of what
   * it held.
   *
   * @return whether it was done; where the model cannot cut a copy back, {@code target} is empty
   */
  public boolean copyPrefix(int source, int target, int length) {
    requireLength(length);
    copy(source, target);
    boolean cut = LlamaSymbols.memoryRemove(memory, target, length, TO_END);
    if (!cut) {
      remove(target);
    }
    return cut;
  }

  /**
   * Returns a copy of what {@code sequence} holds, the caller's to close.
   *
   * @throws IllegalStateException when the sequence takes part in a copy that no decode has carried
   *     out yet
   */
  public SequenceState save(int sequence) {
    require(sequence);
    requireSettled(sequence);
    SequenceState state =
        new SequenceState(model, lastPosition(sequence), LlamaSymbols.stateSize(context, sequence));
    long written = LlamaSymbols.stateSave(context, state.bytes(), state.sizeBytes(), sequence);
    if (written != state.sizeBytes()) {
      state.close();
      throw new LlamaException(
          "libllama saved " + written + " of " + state.sizeBytes() + " bytes of a sequence");
    }
    return state;
  }

  /**
   * Makes {@code sequence} hold what {@code state} holds, instead of what it held. The state may
   * come from another sequence, or from another context opened on the same model with the same KV
   * options.
   *
   * @return whether it was done; where there is no room or the contexts differ, {@code sequence} is
   *     empty
   * @throws IllegalArgumentException when the state is of another model
   * @throws IllegalStateException when the sequence takes part in a copy that no decode has carried
   *     out yet
   */
  public boolean restore(int sequence, SequenceState state) {
    require(sequence);
    requireSettled(sequence);
    MemorySegment bytes = state.bytes();
    if (state.model() != model) {
      throw new IllegalArgumentException("the state was saved from another model");
    }
    remove(sequence);
    boolean done = LlamaSymbols.stateRestore(context, bytes, bytes.byteSize(), sequence) > 0;
    if (!done) {
      remove(sequence);
    }
    return done;
  }

  /**
   * Empties every sequence.
   *
   * @param zero whether the memory itself is zeroed too, which takes a pass over all of it
   */
  public void clear(boolean zero) {
    confinement.check();
    LlamaSymbols.memoryClear(memory, zero);
  }

  /** Told how a decode ended, which carries out the copies unless it was refused before. */
  void settle(DecodeOutcome outcome) {
    if (outcome != DecodeOutcome.REJECTED) {
      copying.clear();
    }
  }

  private void requireSettled(int sequence) {
    if (copying.get(sequence)) {
      throw new IllegalStateException(
          "sequence " + sequence + " takes part in a copy that the next decode will carry out");
    }
  }

  private void require(int sequence) {
    confinement.check();
    if (sequence < 0 || sequence >= limit) {
      throw new IllegalArgumentException(
          "sequence " + sequence + " is outside this context's " + limit);
    }
  }

  private static void requireLength(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length must not be negative, but is " + length);
    }
  }
}
