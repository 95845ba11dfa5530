// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The time between two steps, for which views of native results are readable. */
final class StepScope implements AutoCloseable {
  private final Arena arena = Arena.ofConfined();

  FloatBuffer view(MemorySegment floats, int count) {
    return floats
        .reinterpret(count * (long) Float.BYTES, arena, null)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() {
    arena.close();
  }
}
