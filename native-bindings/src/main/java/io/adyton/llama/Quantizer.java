// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Rewrites models in another number format. Thread-safe; a run takes as much memory as its largest
 * tensors and blocks the calling thread.
 */
public final class Quantizer {
  private final LlamaLibrary library;

  /** Returns a quantizer that runs in {@code library}. */
  public Quantizer(LlamaLibrary library) {
    this.library = library;
  }

  /**
   * Writes the model at {@code source} to {@code target}, which must not exist yet.
   *
   * @param type number format of the matrices; others stay as libllama thinks best
   * @param threads threads to compute with
   * @param allowRequantize whether {@code source} may be quantised already, at the price of its
   *     errors adding up
   * @throws LlamaException when libllama refuses; an unfinished {@code target} is removed
   */
  public void quantize(
      Path source, Path target, FileType type, int threads, boolean allowRequantize) {
    if (threads < 1 || threads > ThreadPool.MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be from 1 to " + ThreadPool.MAX_THREADS + ", but are " + threads);
    }
    if (!Files.isReadable(source)) {
      throw new LlamaException("no readable model file at " + source);
    }
    if (Files.exists(target)) {
      throw new LlamaException(target + " exists; remove it or name another file");
    }
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment params = LlamaSymbols.quantizeDefaults(scratch);
      LlamaLayouts.QUANTIZE_PARAMS
          .setInt(params, "nthread", threads)
          .setInt(params, "ftype", type.value())
          .setBoolean(params, "allow_requantize", allowRequantize);
      NativeLog.forgetError();
      int result =
          LlamaSymbols.quantize(
              scratch.allocateFrom(source.toString()),
              scratch.allocateFrom(target.toString()),
              params);
      if (result != 0) {
        delete(target);
        throw new LlamaException(
            "libllama "
                + library.version()
                + " did not quantise "
                + source
                + " to "
                + type
                + ": "
                + NativeLog.lastError("it gave no reason"));
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new LlamaException("could not remove the unfinished " + file, e);
    }
  }
}
