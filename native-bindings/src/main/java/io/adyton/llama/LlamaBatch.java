// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The rows of one step: token, position, sequence, and whether logits are wanted. Allocated once
 * and refilled.
 *
 * <p>Confined to the thread that allocated it: elsewhere, and after {@link #close()}, every method
 * throws {@link IllegalStateException}. Token ids are zeroed by {@link #clear()} and {@link
 * #close()}.
 */
public final class LlamaBatch implements AutoCloseable {
  private static final long ROWS_OFFSET = LlamaLayouts.BATCH.offset("n_tokens");

  private final Confinement confinement = new Confinement("batch");
  private final int capacity;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment struct;
  private final MemorySegment tokens;
  private final MemorySegment positions;
  private final MemorySegment sequences;
  private final MemorySegment logits;
  private int size;

  private LlamaBatch(int capacity) {
    this.capacity = capacity;
    tokens = arena.allocate(JAVA_INT, capacity);
    positions = arena.allocate(JAVA_INT, capacity);
    sequences = arena.allocate(JAVA_INT, capacity);
    logits = arena.allocate(JAVA_BYTE, capacity);
    MemorySegment sequenceCounts = arena.allocate(JAVA_INT, capacity);
    MemorySegment sequencePointers = arena.allocate(ADDRESS, capacity);
    for (int row = 0; row < capacity; row++) {
      sequenceCounts.setAtIndex(JAVA_INT, row, 1);
      sequencePointers.setAtIndex(ADDRESS, row, sequences.asSlice(row * 4L));
    }
    CStruct layout = LlamaLayouts.BATCH;
    struct = layout.allocate(arena);
    layout
        .setPointer(struct, "token", tokens)
        .setPointer(struct, "pos", positions)
        .setPointer(struct, "n_seq_id", sequenceCounts)
        .setPointer(struct, "seq_id", sequencePointers)
        .setPointer(struct, "logits", logits);
  }

  /** Allocates a batch for up to {@code capacity} rows. */
  public static LlamaBatch allocate(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be positive, but is " + capacity);
    }
    return new LlamaBatch(capacity);
  }

  /**
   * Adds a row.
   *
   * @param token the token's id
   * @param position its position in the sequence, counted from 0
   * @param sequence the sequence it continues
   * @param wantsLogits whether {@link LlamaContext#logits} of this row will be read
   * @return the row's index
   * @throws IllegalArgumentException when a number is negative or the sequence beyond the limit
   * @throws IllegalStateException when the batch is full
   */
  public int add(int token, int position, int sequence, boolean wantsLogits) {
    confinement.check();
    if (size == capacity) {
      throw new IllegalStateException("the batch is full with " + capacity + " rows");
    }
    if (token < 0 || position < 0 || sequence < 0 || sequence >= ContextOptions.MAX_SEQUENCES) {
      throw new IllegalArgumentException(
          "token "
              + token
              + " at position "
              + position
              + " of sequence "
              + sequence
              + ": none may be negative, and sequences end before "
              + ContextOptions.MAX_SEQUENCES);
    }
    tokens.setAtIndex(JAVA_INT, size, token);
    positions.setAtIndex(JAVA_INT, size, position);
    sequences.setAtIndex(JAVA_INT, size, sequence);
    logits.set(JAVA_BYTE, size, (byte) (wantsLogits ? 1 : 0));
    struct.set(JAVA_INT, ROWS_OFFSET, ++size);
    return size - 1;
  }

  /** Returns the number of rows. */
  public int size() {
    return size;
  }

  /** Returns the number of rows there is room for. */
  public int capacity() {
    return capacity;
  }

  /** Removes all rows. */
  public void clear() {
    confinement.check();
    tokens.asSlice(0, size * (long) Integer.BYTES).fill((byte) 0);
    size = 0;
    struct.set(JAVA_INT, ROWS_OFFSET, 0);
  }

  /** Frees the memory. Calling it again does nothing. */
  @Override
  public void close() {
    if (confinement.close()) {
      tokens.fill((byte) 0);
      arena.close();
    }
  }

  MemorySegment struct() {
    confinement.check();
    return struct;
  }

  int token(int row) {
    return tokens.getAtIndex(JAVA_INT, row);
  }

  int position(int row) {
    return positions.getAtIndex(JAVA_INT, row);
  }

  int sequence(int row) {
    return sequences.getAtIndex(JAVA_INT, row);
  }

  boolean wantsLogits(int row) {
    return logits.get(JAVA_BYTE, row) != 0;
  }
}
