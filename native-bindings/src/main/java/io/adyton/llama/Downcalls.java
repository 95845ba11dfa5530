// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Links C functions and translates what their handles throw. */
final class Downcalls {
  private static final Linker LINKER = Linker.nativeLinker();

  /**
   * For calls of nanoseconds that neither block nor call back: the thread skips its transition to
   * native state, and a garbage collection waits for the call to end.
   */
  private static final Linker.Option BRIEF = Linker.Option.critical(false);

  private Downcalls() {}

  static MethodHandle link(SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(find(library, name), descriptor);
  }

  static MethodHandle linkBrief(SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(find(library, name), descriptor, BRIEF);
  }

  static MethodHandle link(MemorySegment function, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(function, descriptor);
  }

  static MemorySegment find(SymbolLookup library, String name) {
    return library
        .find(name)
        .orElseThrow(
            () ->
                new NativeLibraryException(
                    "function "
                        + name
                        + " is not in the loaded libraries; these bindings need libllama "
                        + LlamaLibrary.RELEASE));
  }

  /** Returns what a handle threw as something a caller may throw on. */
  static RuntimeException failure(Throwable thrown) {
    return switch (thrown) {
      case Error error -> throw error;
      case WrongThreadException wrongThread ->
          new IllegalStateException("called from a thread that does not own this object");
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(thrown);
    };
  }
}
