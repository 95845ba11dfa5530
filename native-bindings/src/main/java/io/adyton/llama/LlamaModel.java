// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The weights and the vocabulary of one model.
 *
 * <p>libllama was not written for hostile files: validate a file with {@code io.adyton.gguf} before
 * loading it, and load a file of unknown origin in a process of its own first.
 *
 * <p>Thread-safe, and shared by any number of contexts. {@link #close()} refuses with {@link
 * IllegalStateException} while contexts or adapters of the model are open or a call on its
 * vocabulary runs; after it every method does.
 */
public final class LlamaModel implements AutoCloseable {
  private static final int TEXT_BYTES = 256;

  /**
   * Ways to split text that libllama has expressions for which take quadratic time on digits
   * (superbpe) or end the process on spaces (whitespace); both tried on the release.
   */
  private static final Set<String> UNSAFE_SPLITS = Set.of("superbpe", "whitespace");

  private final ModelOptions options;
  private final Lease lease;
  private final NativeHandle model;
  private final MemorySegment handle;
  private final Vocabulary vocabulary;

  private LlamaModel(ModelOptions options, Path file, NativeHandle model) {
    this.options = options;
    this.lease = new Lease("model " + file.getFileName());
    this.model = model;
    this.handle = model.pointer();
    requireSafeSplit();
    this.vocabulary = Vocabulary.of(model);
  }

  /**
   * Loads the GGUF file at {@code file}. The other parts of a split model lie beside it.
   *
   * @throws LlamaException when there is no such file, or libllama refuses it
   * @throws IllegalArgumentException when the options name a device that does not exist
   */
  public static LlamaModel load(LlamaLibrary library, Path file, ModelOptions options) {
    if (!Files.isReadable(file)) {
      throw new LlamaException("no readable model file at " + file);
    }
    try (Arena scratch = Arena.ofConfined()) {
      ProgressCallback progress = new ProgressCallback(options.progress());
      MemorySegment params = params(options, progress, scratch);
      NativeLog.forgetError();
      MemorySegment address = LlamaSymbols.modelLoad(scratch.allocateFrom(file.toString()), params);
      progress.rethrow();
      if (address.equals(MemorySegment.NULL)) {
        throw new LlamaException(
            "libllama did not load "
                + file
                + ": "
                + NativeLog.lastError("it was told to stop, or gave no reason"));
      }
      NativeHandle model = new NativeHandle(address, LlamaSymbols::modelFree);
      try {
        return new LlamaModel(options, file, model);
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
  }

  /** Returns the vocabulary, which lives as long as the model. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Returns libllama's line on architecture, size and quantisation. */
  public String description() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment buffer = scratch.allocate(TEXT_BYTES);
      LlamaSymbols.modelDescription(handle, buffer, TEXT_BYTES);
      return buffer.getString(0);
    }
  }

  /** Returns the GGUF architecture name, such as {@code llama}; empty where the file has none. */
  public String architecture() {
    return metadata("general.architecture").orElse("");
  }

  /** Returns the quantisation, such as {@code Q4_K - Medium}. */
  public String fileType() {
    return CStrings.read(LlamaSymbols.fileTypeName(LlamaSymbols.modelFileType(handle)));
  }

  /** Returns the bytes of all tensors. */
  public long sizeBytes() {
    return LlamaSymbols.modelSize(handle);
  }

  /** Returns the number of weights. */
  public long parameterCount() {
    return LlamaSymbols.modelParameters(handle);
  }

  /** Returns the tokens of context the model was trained with. */
  public int trainingContextLength() {
    return LlamaSymbols.modelTrainingContext(handle);
  }

  /** Returns the width of an embedding. */
  public int embeddingLength() {
    return LlamaSymbols.modelEmbedding(handle);
  }

  /** Returns the number of layers. */
  public int layerCount() {
    return LlamaSymbols.modelLayers(handle);
  }

  /** Returns the number of attention heads. */
  public int headCount() {
    return LlamaSymbols.modelHeads(handle);
  }

  /** Returns the number of heads that keys and values have. */
  public int keyValueHeadCount() {
    return LlamaSymbols.modelKvHeads(handle);
  }

  /** Returns the tokens a sliding-window layer looks back at, 0 where there is none. */
  public int slidingWindow() {
    return LlamaSymbols.modelSlidingWindow(handle);
  }

  /** Returns whether the model keeps a recurrent state instead of, or beside, keys and values. */
  public boolean isRecurrent() {
    return LlamaSymbols.modelIsRecurrent(handle) || LlamaSymbols.modelIsHybrid(handle);
  }

  /** Returns the Jinja source of the model's default chat template. */
  public Optional<String> chatTemplate() {
    MemorySegment template = LlamaSymbols.modelChatTemplate(handle, MemorySegment.NULL);
    return template.equals(MemorySegment.NULL)
        ? Optional.empty()
        : Optional.of(CStrings.read(template));
  }

  /** Returns the text of the scalar metadata under {@code key}; arrays count as absent. */
  public Optional<String> metadata(String key) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment name = scratch.allocateFrom(key);
      MemorySegment buffer = scratch.allocate(TEXT_BYTES);
      int length = LlamaSymbols.modelMetadata(handle, name, buffer, TEXT_BYTES);
      if (length >= TEXT_BYTES) {
        buffer = scratch.allocate(length + 1L);
        length = LlamaSymbols.modelMetadata(handle, name, buffer, length + 1L);
      }
      return length < 0 ? Optional.empty() : Optional.of(buffer.getString(0));
    }
  }

  /** Frees the weights. Calling it again does nothing. */
  @Override
  public void close() {
    if (lease.close()) {
      try {
        model.close();
      } catch (IllegalStateException e) {
        lease.reopen();
        throw e;
      }
    }
  }

  ModelOptions options() {
    return options;
  }

  Lease lease() {
    return lease;
  }

  MemorySegment handle() {
    return handle;
  }

  private void requireSafeSplit() {
    String split = metadata("tokenizer.ggml.pre").orElse("");
    if (UNSAFE_SPLITS.contains(split)) {
      throw new LlamaException(
          "the model splits text by \""
              + split
              + "\", which in this release of libllama can hang or end the process; use another");
    }
  }

  private static MemorySegment params(
      ModelOptions options, ProgressCallback progress, Arena arena) {
    CStruct struct = LlamaLayouts.MODEL_PARAMS;
    MemorySegment params = LlamaSymbols.modelDefaults(arena);
    struct
        .setInt(params, "n_gpu_layers", options.gpuLayers())
        .setInt(params, "split_mode", options.splitMode().value())
        .setInt(params, "load_mode", options.loadMode().value())
        .setInt(params, "main_gpu", options.mainDevice())
        .setBoolean(params, "vocab_only", options.vocabularyOnly())
        .setBoolean(params, "check_tensors", options.checkTensors())
        .setBoolean(params, "use_extra_bufts", options.repackWeights())
        .setPointer(params, "progress_callback", progress.stub(arena));
    List<String> devices = options.devices();
    if (devices != null) {
      MemorySegment handles = arena.allocate(ADDRESS, devices.size() + 1L);
      for (int i = 0; i < devices.size(); i++) {
        handles.setAtIndex(ADDRESS, i, Devices.offloadTarget(devices.get(i)));
      }
      struct.setPointer(params, "devices", handles);
    }
    return params;
  }
}
