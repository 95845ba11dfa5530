// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A low-rank adapter of one model, to be applied by {@link LlamaContext#useAdapters}.
 *
 * <p>Thread-safe. Load adapters before opening the contexts that use them: libllama sizes a
 * context's graph by the adapters there are. {@link #close()} refuses with {@link
 * IllegalStateException} while a context applies the adapter.
 */
public final class LoraAdapter implements AutoCloseable {
  private final LlamaModel model;
  private final Lease lease;
  private final NativeHandle adapter;

  private LoraAdapter(LlamaModel model, Path file, NativeHandle adapter) {
    this.model = model;
    this.lease = new Lease("adapter " + file.getFileName());
    this.adapter = adapter;
  }

  /**
   * Loads the GGUF file at {@code file} for {@code model}, which stays open at least as long.
   *
   * @throws LlamaException when there is no such file, or it is no adapter of this model
   */
  public static LoraAdapter load(LlamaModel model, Path file) {
    if (model.options().vocabularyOnly()) {
      throw new IllegalArgumentException("the model was loaded without its weights");
    }
    if (!Files.isReadable(file)) {
      throw new LlamaException("no readable adapter file at " + file);
    }
    model.lease().acquire();
    try (Arena scratch = Arena.ofConfined()) {
      NativeLog.forgetError();
      MemorySegment address =
          LlamaSymbols.adapterLoad(model.handle(), scratch.allocateFrom(file.toString()));
      if (address.equals(MemorySegment.NULL)) {
        throw new LlamaException(
            "libllama did not load "
                + file
                + " as an adapter: "
                + NativeLog.lastError("it gave no reason"));
      }
      return new LoraAdapter(model, file, new NativeHandle(address, LlamaSymbols::adapterFree));
    } catch (RuntimeException e) {
      model.lease().release();
      throw e;
    }
  }

  /** Returns the model it adapts. */
  public LlamaModel model() {
    return model;
  }

  /** Frees the adapter. Calling it again does nothing. */
  @Override
  public void close() {
    if (lease.close()) {
      try {
        adapter.close();
      } catch (IllegalStateException e) {
        lease.reopen();
        throw e;
      }
      model.lease().release();
    }
  }

  Lease lease() {
    return lease;
  }

  MemorySegment pointer() {
    return adapter.pointer();
  }
}
