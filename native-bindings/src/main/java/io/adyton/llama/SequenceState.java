// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A sequence's KV, saved outside the context: what {@link SequenceMemory#save} made and {@link
 * SequenceMemory#restore} takes. It is as secret as the text it was computed from, stays in memory,
 * and is zeroed by {@link #close()}.
 *
 * <p>Confined to the thread that made it: elsewhere, and after {@link #close()}, it can only be
 * asked for its size.
 */
public final class SequenceState implements AutoCloseable {
  private final Confinement confinement = new Confinement("sequence state");
  private final Arena arena = Arena.ofConfined();
  private final LlamaModel model;
  private final int lastPosition;
  private final MemorySegment bytes;

  SequenceState(LlamaModel model, int lastPosition, long size) {
    this.model = model;
    this.lastPosition = lastPosition;
    this.bytes = arena.allocate(size);
  }

  /** Returns the memory it takes. */
  public long sizeBytes() {
    return bytes.byteSize();
  }

  /** Returns the highest position it holds, -1 where the sequence was empty. */
  public int lastPosition() {
    return lastPosition;
  }

  /** Zeroes and frees the memory. Calling it again does nothing. */
  @Override
  public void close() {
    if (confinement.close()) {
      bytes.fill((byte) 0);
      arena.close();
    }
  }

  LlamaModel model() {
    return model;
  }

  MemorySegment bytes() {
    confinement.check();
    return bytes;
  }
}
