// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A library of the GPU driver, all of whose functions return a result code. The driver belongs to
 * the machine, so unlike libllama it is found by name and its bytes are not verified; and it may be
 * older than a function, whose absence is a result code like any other.
 */
final class DriverLibrary {
  static final int SUCCESS = 0;

  private final SymbolLookup symbols;
  private final int absentFunction;

  private DriverLibrary(SymbolLookup symbols, int absentFunction) {
    this.symbols = symbols;
    this.absentFunction = absentFunction;
  }

  /**
   * Opens the library of that name or path, for the lifetime of the process since drivers keep
   * threads.
   *
   * @param absentFunction the code to return for functions the library does not have
   */
  static Optional<DriverLibrary> open(String name, int absentFunction) {
    try {
      return Optional.of(
          new DriverLibrary(SymbolLookup.libraryLookup(name, Arena.global()), absentFunction));
    } catch (IllegalArgumentException absent) {
      return Optional.empty();
    }
  }

  /** Calls {@code int function(arguments...)}, each argument an {@code int} or a pointer. */
  int call(String function, Object... arguments) {
    Optional<MemorySegment> address = symbols.find(function);
    if (address.isEmpty()) {
      return absentFunction;
    }
    MemoryLayout[] layouts =
        Stream.of(arguments)
            .map(argument -> argument instanceof Integer ? JAVA_INT : ADDRESS)
            .toArray(MemoryLayout[]::new);
    try {
      return (int)
          Linker.nativeLinker()
              .downcallHandle(address.get(), FunctionDescriptor.of(JAVA_INT, layouts))
              .invokeWithArguments(arguments);
    } catch (Throwable thrown) {
      throw new IllegalStateException("cannot call " + function, thrown);
    }
  }

  /** Calls a function and throws unless it succeeds. */
  void require(String function, Object... arguments) {
    int code = call(function, arguments);
    if (code != SUCCESS) {
      throw CudaException.failed(function, code);
    }
  }
}
