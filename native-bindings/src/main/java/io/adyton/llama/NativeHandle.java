// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A pointer to a native object, and what frees it.
 *
 * <p>Calls that pass {@link #pointer()} throw {@link IllegalStateException} after {@link #close()},
 * and closing does while such a call runs on another thread. Thread-safe.
 */
final class NativeHandle implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pointer;

  NativeHandle(MemorySegment address, Consumer<MemorySegment> free) {
    pointer = address.reinterpret(arena, free);
  }

  MemorySegment pointer() {
    return pointer;
  }

  /** Returns a pointer to something that lives exactly as long as this object. */
  MemorySegment part(MemorySegment address) {
    return address.reinterpret(arena, null);
  }

  @Override
  public void close() {
    arena.close();
  }
}
