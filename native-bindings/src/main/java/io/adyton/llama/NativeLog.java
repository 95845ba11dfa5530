// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Routes what libllama and ggml log to SLF4J, as logger {@code io.adyton.llama.native}.
 *
 * <p>libllama's info is a developer's chatter of hundreds of lines a model; it becomes debug here,
 * its debug trace, while warnings and errors keep their level. The callbacks run on whatever thread
 * native code logs from and never throw, since an exception there would end the process.
 */
final class NativeLog {
  private static final Logger LOGGER = LoggerFactory.getLogger("io.adyton.llama.native");

  private static final int LEVEL_DEBUG = 1;
  private static final int LEVEL_INFO = 2;
  private static final int LEVEL_WARN = 3;
  private static final int LEVEL_ERROR = 4;
  private static final int LEVEL_CONTINUED = 5;

  private static final ThreadLocal<NativeLog> OF_THREAD = ThreadLocal.withInitial(NativeLog::new);

  private final StringBuilder line = new StringBuilder();
  private Level level = Level.DEBUG;
  private String lastError = "";

  private NativeLog() {}

  /** Makes this class the destination of both libraries' logs. */
  static void install() {
    MemorySegment log = upcall("log", FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS));
    GgmlSymbols.logSet(log);
    LlamaSymbols.logSet(log, MemorySegment.NULL);
    GgmlSymbols.setAbortCallback(upcall("aborting", FunctionDescriptor.ofVoid(ADDRESS)));
  }

  /** Forgets the calling thread's last native error. */
  static void forgetError() {
    OF_THREAD.get().lastError = "";
  }

  /** Returns the last error that native code logged on the calling thread, or {@code otherwise}. */
  static String lastError(String otherwise) {
    String error = OF_THREAD.get().lastError;
    return error.isEmpty() ? otherwise : error;
  }

  // Called by native code.
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
  private static void log(int level, MemorySegment text, MemorySegment userData) {
    try {
      OF_THREAD.get().append(level, string(text));
    } catch (Throwable ignored) {
      // Throwing into native code would end the process; a lost log line does not.
    }
  }

  // Called by native code, just before it ends the process.
  @SuppressWarnings("UnusedMethod")
  private static void aborting(MemorySegment text) {
    try {
      LOGGER.error("libllama is ending the process: {}", string(text).strip());
    } catch (Throwable ignored) {
      // The process ends either way.
    }
  }

  private void append(int nativeLevel, String text) {
    if (nativeLevel != LEVEL_CONTINUED) {
      flush();
      level = level(nativeLevel);
    }
    line.append(text);
    if (text.endsWith("\n")) {
      flush();
    }
  }

  private void flush() {
    String message = line.toString().strip();
    line.setLength(0);
    if (message.isEmpty() || message.chars().allMatch(character -> character == '.')) {
      return;
    }
    if (level == Level.ERROR) {
      lastError = message;
    }
    LOGGER.atLevel(level).log(message);
  }

  private static Level level(int nativeLevel) {
    return switch (nativeLevel) {
      case LEVEL_ERROR -> Level.ERROR;
      case LEVEL_WARN -> Level.WARN;
      case LEVEL_INFO -> Level.DEBUG;
      case LEVEL_DEBUG -> Level.TRACE;
      default -> Level.DEBUG;
    };
  }

  private static String string(MemorySegment text) {
    return text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  private static MemorySegment upcall(String method, FunctionDescriptor descriptor) {
    MethodType type = descriptor.toMethodType();
    try {
      MethodHandle target = MethodHandles.lookup().findStatic(NativeLog.class, method, type);
      return Linker.nativeLinker().upcallStub(target, descriptor, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no method " + method + type, e);
    }
  }
}
