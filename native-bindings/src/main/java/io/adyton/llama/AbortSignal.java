// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Stops the computation of one context. Thread-safe, and harmless after the context is closed.
 *
 * <p>libllama asks an abort callback after every node of its graph, about a thousand times a step,
 * and aborts on true. No Java runs there: the callback is the C library's {@code strlen} and its
 * argument a string that is empty until the signal is raised.
 */
public final class AbortSignal {
  private static final VarHandle BYTE = JAVA_BYTE.varHandle();

  private final MemorySegment text = Arena.ofAuto().allocate(2);

  AbortSignal() {}

  /** Makes the running decode, or the next one, end soon with {@link DecodeOutcome#ABORTED}. */
  public void raise() {
    BYTE.setVolatile(text, 0L, (byte) 1);
  }

  /** Lets decodes run again. */
  public void clear() {
    BYTE.setVolatile(text, 0L, (byte) 0);
  }

  /** Returns whether the signal stands. */
  public boolean isRaised() {
    return (byte) BYTE.getVolatile(text, 0L) != 0;
  }

  MemorySegment text() {
    return text;
  }
}
