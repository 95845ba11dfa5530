// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/**
 * How a context is opened.
 *
 * <p>Every value is checked against what libllama would end the process for; what remains to be
 * refused at opening depends on the model.
 *
 * @param contextLength tokens of KV in all, shared by the sequences; 0 for the model's own length.
 *     Rounded up so that each sequence has a multiple of 256
 * @param batchSize rows one {@link LlamaContext#decode} may carry; at least {@code sequences}
 * @param microBatchSize rows computed at once
 * @param logitRows rows of one decode that may ask for logits; at least {@code sequences}. Room for
 *     this many times the vocabulary is set aside
 * @param sequences sequences that live side by side, from 1 to 256
 * @param unifiedKv whether all sequences share one KV buffer, in which copies cost nothing and
 *     every row looks at every cell, instead of having one each
 * @param threads threads that compute a step of one row per sequence
 * @param batchThreads threads that compute longer steps
 * @param poll how eagerly idle threads of the pool spin for work, from 0 (sleep) to 100
 * @param keyType number format of keys
 * @param valueType number format of values
 * @param flashAttention when flash attention is used
 * @param offloadKv whether KV lives on GPUs with its layers
 * @param fullSlidingWindow whether layers with a sliding window keep the whole sequence, which lets
 *     sequences be cut back and copied at any length
 */
public record ContextOptions(
    int contextLength,
    int batchSize,
    int microBatchSize,
    int logitRows,
    int sequences,
    boolean unifiedKv,
    int threads,
    int batchThreads,
    int poll,
    KvType keyType,
    KvType valueType,
    FlashAttention flashAttention,
    boolean offloadKv,
    boolean fullSlidingWindow) {
  /** Sequences a context can tell apart, {@code LLAMA_MAX_SEQ}. */
  public static final int MAX_SEQUENCES = 256;

  public ContextOptions {
    requireRange("contextLength", contextLength, 0, 1 << 26);
    requireRange("batchSize", batchSize, 1, 1 << 16);
    requireRange("microBatchSize", microBatchSize, 1, batchSize);
    requireRange("logitRows", logitRows, 1, batchSize);
    requireRange("sequences", sequences, 1, MAX_SEQUENCES);
    requireRange("threads", threads, 1, ThreadPool.MAX_THREADS);
    requireRange("batchThreads", batchThreads, 1, ThreadPool.MAX_THREADS);
    requireRange("poll", poll, 0, 100);
    if (logitRows < sequences) {
      throw new IllegalArgumentException(
          "batchSize and logitRows must be at least the number of sequences, "
              + sequences
              + ", so that each can have a row with logits in a step, but are "
              + batchSize
              + " and "
              + logitRows);
    }
    if (contextLength != 0 && contextLength < sequences) {
      throw new IllegalArgumentException(
          "contextLength must be at least the number of sequences, "
              + sequences
              + ", but is "
              + contextLength);
    }
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + most + ", but is " + value);
    }
  }

  /** Collects options. */
  public static final class Builder {
    private int contextLength;
    private int batchSize = 2048;
    private int microBatchSize = 512;
    private int logitRows = Integer.MAX_VALUE;
    private int sequences = 1;
    private boolean unifiedKv;
    private int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    private int batchThreads = threads;
    private int poll = 50;
    private KvType keyType = KvType.F16;
    private KvType valueType = KvType.F16;
    private FlashAttention flashAttention = FlashAttention.AUTO;
    private boolean offloadKv = true;
    private boolean fullSlidingWindow = true;

    private Builder() {}

    /** Holds this many tokens in all; 0, the default, for the model's own length. */
    public Builder contextLength(int tokens) {
      contextLength = tokens;
      return this;
    }

    /** Takes up to this many rows a step; 2048 by default. */
    public Builder batchSize(int rows) {
      batchSize = rows;
      return this;
    }

    /** Computes up to this many rows at once; 512 by default. */
    public Builder microBatchSize(int rows) {
      microBatchSize = rows;
      return this;
    }

    /** Lets this many rows of a step ask for logits; all by default. */
    public Builder logitRows(int rows) {
      logitRows = rows;
      return this;
    }

    /** Keeps this many sequences side by side; 1 by default. */
    public Builder sequences(int count) {
      sequences = count;
      return this;
    }

    /** Shares one KV buffer among sequences, or not; not by default. */
    public Builder unifiedKv(boolean unified) {
      unifiedKv = unified;
      return this;
    }

    /** Computes with this many threads; as many as there are processors by default. */
    public Builder threads(int count) {
      threads = count;
      batchThreads = count;
      return this;
    }

    /** Computes long steps with this many threads; as {@link #threads(int)} by default. */
    public Builder batchThreads(int count) {
      batchThreads = count;
      return this;
    }

    /** Lets idle threads spin this eagerly, from 0 to 100; 50 by default. */
    public Builder poll(int eagerness) {
      poll = eagerness;
      return this;
    }

    /** Stores keys in this format; {@link KvType#F16} by default. */
    public Builder keyType(KvType type) {
      keyType = type;
      return this;
    }

    /** Stores values in this format; {@link KvType#F16} by default. */
    public Builder valueType(KvType type) {
      valueType = type;
      return this;
    }

    /** Uses flash attention then; {@link FlashAttention#AUTO} by default. */
    public Builder flashAttention(FlashAttention when) {
      flashAttention = when;
      return this;
    }

    /** Keeps KV on the GPUs with its layers, or not; on by default. */
    public Builder offloadKv(boolean offload) {
      offloadKv = offload;
      return this;
    }

    /** Keeps whole sequences in layers with a sliding window, or not; on by default. */
    public Builder fullSlidingWindow(boolean full) {
      fullSlidingWindow = full;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException when a number is out of its range or two contradict
     */
    public ContextOptions build() {
      return new ContextOptions(
          contextLength,
          batchSize,
          Math.min(microBatchSize, batchSize),
          Math.min(logitRows, batchSize),
          sequences,
          unifiedKv,
          threads,
          batchThreads,
          poll,
          keyType,
          valueType,
          flashAttention,
          offloadKv,
          fullSlidingWindow);
    }
  }
}
