// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * {@code llama_progress_callback} over a {@link LoadProgress}. An exception must not reach native
 * code, so it stops the loading and is thrown afterwards.
 */
final class ProgressCallback {
  private static final FunctionDescriptor DESCRIPTOR =
      FunctionDescriptor.of(JAVA_BOOLEAN, JAVA_FLOAT, ADDRESS);

  private final @Nullable LoadProgress listener;
  private @Nullable Throwable thrown;

  ProgressCallback(@Nullable LoadProgress listener) {
    this.listener = listener;
  }

  /** Returns the function to hand to libllama, null where nobody listens. */
  MemorySegment stub(Arena arena) {
    if (listener == null) {
      return MemorySegment.NULL;
    }
    try {
      MethodType type = DESCRIPTOR.toMethodType();
      return Linker.nativeLinker()
          .upcallStub(
              MethodHandles.lookup().findVirtual(ProgressCallback.class, "call", type).bindTo(this),
              DESCRIPTOR,
              arena);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no method call" + DESCRIPTOR.toMethodType(), e);
    }
  }

  /** Throws what the listener threw. */
  void rethrow() {
    Throwable cause = thrown;
    if (cause != null) {
      throw new LlamaException("the listener for load progress failed", cause);
    }
  }

  // Called by native code.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
  private boolean call(float fraction, MemorySegment userData) {
    try {
      return listener == null || listener.advanced(fraction);
    } catch (Throwable failure) {
      thrown = failure;
      return false;
    }
  }
}
