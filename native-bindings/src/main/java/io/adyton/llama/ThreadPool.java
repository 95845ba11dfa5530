// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * ggml's pool of compute threads. Without one, libllama would start threads anew for every step.
 *
 * <p>The functions live in the processor backend, which is chosen at load time, so they are found
 * through its registry and not in a library.
 */
final class ThreadPool implements AutoCloseable {
  /** {@code GGML_MAX_N_THREADS} of {@code ggml.h}. */
  static final int MAX_THREADS = 512;

  private final int threads;
  private final MemorySegment pool;

  private ThreadPool(int threads, MemorySegment pool) {
    this.threads = threads;
    this.pool = pool;
  }

  static ThreadPool start(int threads, int poll) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = GgmlSymbols.threadpoolDefaults(arena, threads);
      LlamaLayouts.THREADPOOL_PARAMS.setInt(params, "poll", poll);
      MemorySegment pool = (MemorySegment) Functions.NEW.invokeExact(params);
      if (pool.equals(MemorySegment.NULL)) {
        throw new LlamaException(
            "the system gave no " + threads + " compute threads; ask for fewer");
      }
      return new ThreadPool(threads, pool);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  int threads() {
    return threads;
  }

  MemorySegment handle() {
    return pool;
  }

  /** Ends the threads. The pool must be detached from every context. */
  @Override
  public void close() {
    try {
      Functions.FREE.invokeExact(pool);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  private static final class Functions {
    private static final MethodHandle NEW =
        find("ggml_threadpool_new", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle FREE =
        find("ggml_threadpool_free", FunctionDescriptor.ofVoid(ADDRESS));

    private static MethodHandle find(String name, FunctionDescriptor descriptor) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment registry = GgmlSymbols.registryByName(arena.allocateFrom("CPU"));
        MemorySegment function =
            registry.equals(MemorySegment.NULL)
                ? MemorySegment.NULL
                : GgmlSymbols.procedure(registry, arena.allocateFrom(name));
        if (function.equals(MemorySegment.NULL)) {
          throw new NativeLibraryException("the processor backend has no function " + name);
        }
        return Downcalls.link(function, descriptor);
      }
    }
  }
}
