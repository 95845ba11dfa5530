// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * A device that answers to {@code ioctl(2)} alone, open for reading and writing. Confined to one
 * thread at a time.
 */
final class CharacterDevice implements AutoCloseable {
  private static final int READ_WRITE = 2;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int INTERRUPTED = 4;
  private static final int BUSY = 16;
  private static final int ATTEMPTS = 10;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final Path path;
  private final C c;
  private final int descriptor;

  private CharacterDevice(Path path, C c, int descriptor) {
    this.path = path;
    this.c = c;
    this.descriptor = descriptor;
  }

  /** The functions of the C library. */
  record C(MethodHandle open, MethodHandle ioctl, MethodHandle close) {
    /** Looks the functions up. */
    static C of(SymbolLookup library) {
      Linker linker = Linker.nativeLinker();
      Linker.Option errno = Linker.Option.captureCallState("errno");
      return new C(
          linker.downcallHandle(
              library.findOrThrow("open"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.firstVariadicArg(2),
              errno),
          linker.downcallHandle(
              library.findOrThrow("ioctl"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
              Linker.Option.firstVariadicArg(2),
              errno),
          linker.downcallHandle(
              library.findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT)));
    }

    /** Returns those of this process. */
    static C standard() {
      return of(Linker.nativeLinker().defaultLookup());
    }
  }

  /** Opens a device. */
  static CharacterDevice open(Path path, C c) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int descriptor =
          (int)
              c.open()
                  .invokeExact(
                      state, arena.allocateFrom(path.toString()), READ_WRITE | CLOSE_ON_EXEC);
      if (descriptor < 0) {
        throw new IOException(
            "expected a device %s that this process may open, found errno %d"
                .formatted(path, errno(state)));
      }
      return new CharacterDevice(path, c, descriptor);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call open", e);
    }
  }

  /**
   * Makes a request; one that was interrupted or met a busy device is made again a few times.
   *
   * @throws IOException with the errno if the device refuses
   */
  void request(String name, long code, MemorySegment argument) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      for (int attempt = 1; ; attempt++) {
        int result = (int) c.ioctl().invokeExact(state, descriptor, code, argument);
        if (result >= 0) {
          return;
        }
        int errno = errno(state);
        if (attempt == ATTEMPTS || !(errno == INTERRUPTED || errno == BUSY)) {
          throw new IOException(
              "%s: expected %s to succeed, found errno %d".formatted(path, name, errno));
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call ioctl", e);
    }
  }

  @Override
  public void close() {
    try {
      int _ = (int) c.close().invokeExact(descriptor);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call close", e);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }
}
