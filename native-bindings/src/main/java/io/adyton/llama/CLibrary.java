// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The functions of the C library that are used directly. */
final class CLibrary {
  private static final SymbolLookup LOOKUP = Linker.nativeLinker().defaultLookup();
  private static final MethodHandle SETENV =
      Downcalls.link(LOOKUP, "setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

  private CLibrary() {}

  /** Sets a variable of this process's environment for native code; Java does not see it. */
  static void setEnvironment(String name, String value) {
    int result;
    try (Arena arena = Arena.ofConfined()) {
      result = (int) SETENV.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
    if (result != 0) {
      throw new NativeLibraryException("the C library refused to set " + name);
    }
  }

  /** Returns the address of {@code size_t strlen(const char *)}. */
  static MemorySegment strlen() {
    return Downcalls.find(LOOKUP, "strlen");
  }
}
