// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link LlamaEngine} is set up.
 *
 * @param contextLength positions of one sequence, rounded up to a multiple of 256; 0 takes the
 *     model's own length, at most {@link #LONGEST_DEFAULT_CONTEXT}
 * @param sequences sequences side by side, running and retained together, at most 256; 0 takes as
 *     many as {@code kvBudgetBytes} allows, at most {@link #MOST_DEFAULT_SEQUENCES}
 * @param kvBudgetBytes memory for keys and values, used where {@code sequences} is 0
 * @param rowLimit the most rows of a step
 * @param threads compute threads; 0 takes one for each processor
 * @param poll how eagerly idle compute threads spin, 0 to 100
 * @param gpuLayers layers kept on GPUs; -1 for all
 * @param split how several GPUs share the model
 * @param devices names of the GPUs to use; null for all, empty for none
 */
public record LlamaEngineOptions(
    int contextLength,
    int sequences,
    long kvBudgetBytes,
    int rowLimit,
    int threads,
    int poll,
    int gpuLayers,
    GpuSplit split,
    @Nullable List<String> devices) {
  /** How several GPUs share a model. */
  public enum GpuSplit {
    /** All of it on one device. */
    NONE,
    /** Layer by layer. */
    LAYER,
    /** Matrix rows on every device. */
    ROW,
    /** Tensors in parts on every device. */
    TENSOR
  }

  /** Upper bound of the context length that is chosen by itself. */
  public static final int LONGEST_DEFAULT_CONTEXT = 4096;

  /** Upper bound of the number of sequences that is chosen by itself. */
  public static final int MOST_DEFAULT_SEQUENCES = 32;

  /** The most sequences a llama context can tell apart. */
  public static final int MOST_SEQUENCES = 256;

  /** Suits a model of a few hundred million weights on a small machine. */
  public static final LlamaEngineOptions DEFAULT =
      new LlamaEngineOptions(0, 0, 2L << 30, 512, 0, 50, -1, GpuSplit.LAYER, null);

  /** Checks every range. */
  public LlamaEngineOptions {
    if (contextLength < 0
        || sequences < 0
        || sequences > MOST_SEQUENCES
        || kvBudgetBytes < 1
        || threads < 0) {
      throw new IllegalArgumentException(
          "context length, sequences (at most "
              + MOST_SEQUENCES
              + "), KV budget and threads must not be negative, but are "
              + contextLength
              + ", "
              + sequences
              + ", "
              + kvBudgetBytes
              + " and "
              + threads);
    }
    if (poll < 0 || poll > 100) {
      throw new IllegalArgumentException("poll must lie between 0 and 100, but is " + poll);
    }
    if (rowLimit < Math.max(sequences, 1)) {
      throw new IllegalArgumentException(
          "the row limit must be at least the number of sequences ("
              + sequences
              + "), but is "
              + rowLimit);
    }
    devices = devices == null ? null : List.copyOf(devices);
  }

  /** Returns these options with another context length. */
  public LlamaEngineOptions withContextLength(int positions) {
    return new LlamaEngineOptions(
        positions, sequences, kvBudgetBytes, rowLimit, threads, poll, gpuLayers, split, devices);
  }

  /** Returns these options with another number of sequences. */
  public LlamaEngineOptions withSequences(int count) {
    return new LlamaEngineOptions(
        contextLength,
        count,
        kvBudgetBytes,
        Math.max(rowLimit, count),
        threads,
        poll,
        gpuLayers,
        split,
        devices);
  }

  /** Returns these options with another bound on rows of a step. */
  public LlamaEngineOptions withRowLimit(int rows) {
    return new LlamaEngineOptions(
        contextLength, sequences, kvBudgetBytes, rows, threads, poll, gpuLayers, split, devices);
  }

  /** Returns these options with other compute threads. */
  public LlamaEngineOptions withThreads(int count, int eagerness) {
    return new LlamaEngineOptions(
        contextLength,
        sequences,
        kvBudgetBytes,
        rowLimit,
        count,
        eagerness,
        gpuLayers,
        split,
        devices);
  }

  /** Returns these options with another use of GPUs. */
  public LlamaEngineOptions withGpus(
      int layers, GpuSplit sharing, @Nullable List<String> deviceNames) {
    return new LlamaEngineOptions(
        contextLength,
        sequences,
        kvBudgetBytes,
        rowLimit,
        threads,
        poll,
        layers,
        sharing,
        deviceNames);
  }
}
