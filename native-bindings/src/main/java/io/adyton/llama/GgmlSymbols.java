// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libggml and libggml-base, as {@code ggml.h} and {@code ggml-backend.h} declare.
 */
final class GgmlSymbols {
  private static final SymbolLookup LOOKUP = LoadedLibraries.current().ggml();

  private static final MethodHandle LOG_SET =
      Downcalls.link(LOOKUP, "ggml_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
  private static final MethodHandle SET_ABORT_CALLBACK =
      Downcalls.link(LOOKUP, "ggml_set_abort_callback", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle BACKEND_LOAD =
      Downcalls.link(LOOKUP, "ggml_backend_load", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle DEVICE_COUNT =
      Downcalls.link(LOOKUP, "ggml_backend_dev_count", FunctionDescriptor.of(JAVA_LONG));
  private static final MethodHandle DEVICE =
      Downcalls.link(LOOKUP, "ggml_backend_dev_get", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
  private static final MethodHandle DEVICE_NAME =
      Downcalls.link(LOOKUP, "ggml_backend_dev_name", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle DEVICE_DESCRIPTION =
      Downcalls.link(
          LOOKUP, "ggml_backend_dev_description", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle DEVICE_MEMORY =
      Downcalls.link(
          LOOKUP, "ggml_backend_dev_memory", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle DEVICE_TYPE =
      Downcalls.link(LOOKUP, "ggml_backend_dev_type", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle REGISTRY_BY_NAME =
      Downcalls.link(LOOKUP, "ggml_backend_reg_by_name", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle PROCEDURE =
      Downcalls.link(
          LOOKUP,
          "ggml_backend_reg_get_proc_address",
          FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle THREADPOOL_DEFAULTS =
      Downcalls.link(
          LOOKUP,
          "ggml_threadpool_params_default",
          FunctionDescriptor.of(LlamaLayouts.THREADPOOL_PARAMS.layout(), JAVA_INT));

  private GgmlSymbols() {}

  static void logSet(MemorySegment callback) {
    try {
      LOG_SET.invokeExact(callback, MemorySegment.NULL);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void setAbortCallback(MemorySegment callback) {
    try {
      var _ = (MemorySegment) SET_ABORT_CALLBACK.invokeExact(callback);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment backendLoad(MemorySegment path) {
    try {
      return (MemorySegment) BACKEND_LOAD.invokeExact(path);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static long deviceCount() {
    try {
      return (long) DEVICE_COUNT.invokeExact();
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment device(long index) {
    try {
      return (MemorySegment) DEVICE.invokeExact(index);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment deviceName(MemorySegment device) {
    try {
      return (MemorySegment) DEVICE_NAME.invokeExact(device);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment deviceDescription(MemorySegment device) {
    try {
      return (MemorySegment) DEVICE_DESCRIPTION.invokeExact(device);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void deviceMemory(MemorySegment device, MemorySegment free, MemorySegment total) {
    try {
      DEVICE_MEMORY.invokeExact(device, free, total);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int deviceType(MemorySegment device) {
    try {
      return (int) DEVICE_TYPE.invokeExact(device);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment registryByName(MemorySegment name) {
    try {
      return (MemorySegment) REGISTRY_BY_NAME.invokeExact(name);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment procedure(MemorySegment registry, MemorySegment name) {
    try {
      return (MemorySegment) PROCEDURE.invokeExact(registry, name);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment threadpoolDefaults(SegmentAllocator allocator, int threads) {
    try {
      return (MemorySegment) THREADPOOL_DEFAULTS.invokeExact(allocator, threads);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }
}
