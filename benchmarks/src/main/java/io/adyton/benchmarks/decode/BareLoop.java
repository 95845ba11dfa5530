// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.decode;

import io.adyton.llama.ContextOptions;
import io.adyton.llama.DecodeOutcome;
import io.adyton.llama.LlamaBatch;
import io.adyton.llama.LlamaContext;
import io.adyton.llama.LlamaModel;
import java.util.SplittableRandom;

/**
 * A loop of {@code llama_decode} and argmax: every sequence gets a prompt of its own, then all of
 * them go on together, one row each, for a fixed number of tokens.
 *
 * <p>Confined to the thread that opened it.
 */
public final class BareLoop implements AutoCloseable {
  private final LlamaContext context;
  private final LlamaBatch batch;
  private final float[] logits;
  private final int vocabularySize;
  private final int sequences;

  /** Opens a context with a KV buffer for each sequence unless the options say otherwise. */
  public BareLoop(LlamaModel model, ContextOptions options) {
    this.context = LlamaContext.open(model, options);
    this.batch = LlamaBatch.allocate(context.batchSize());
    this.vocabularySize = model.vocabulary().size();
    this.logits = new float[vocabularySize];
    this.sequences = options.sequences();
  }

  /**
   * Runs once from empty sequences.
   *
   * @param promptTokens tokens of each prompt; random ones, as the time does not depend on which
   * @param tokens tokens that each sequence generates
   * @throws IllegalArgumentException if they do not fit the context
   */
  public BareRun run(int promptTokens, int tokens, long seed) {
    if (promptTokens + tokens > context.sequenceLength()) {
      throw new IllegalArgumentException(
          "a sequence holds "
              + context.sequenceLength()
              + " tokens, fewer than "
              + promptTokens
              + " of prompt and "
              + tokens
              + " generated");
    }
    context.memory().clear(false);
    long start = System.nanoTime();
    int[] next = prefill(promptTokens, new SplittableRandom(seed));
    long prefilled = System.nanoTime();
    for (int step = 1; step < tokens; step++) {
      batch.clear();
      for (int sequence = 0; sequence < sequences; sequence++) {
        batch.add(next[sequence], promptTokens + step - 1, sequence, true);
      }
      decode();
      for (int row = 0; row < sequences; row++) {
        next[row] = argmax(row);
      }
    }
    return new BareRun(
        sequences,
        promptTokens,
        tokens,
        tokens - 1,
        prefilled - start,
        System.nanoTime() - prefilled);
  }

  @Override
  public void close() {
    batch.close();
    context.close();
  }

  /** Computes the prompts one after another and returns the first token after each. */
  private int[] prefill(int promptTokens, SplittableRandom random) {
    int[] next = new int[sequences];
    for (int sequence = 0; sequence < sequences; sequence++) {
      for (int at = 0; at < promptTokens; ) {
        batch.clear();
        int rows = Math.min(promptTokens - at, batch.capacity());
        for (int row = 0; row < rows; row++) {
          boolean isLast = at + row + 1 == promptTokens;
          batch.add(random.nextInt(vocabularySize), at + row, sequence, isLast);
        }
        decode();
        at += rows;
      }
      next[sequence] = argmax(batch.size() - 1);
    }
    return next;
  }

  private void decode() {
    DecodeOutcome outcome = context.decode(batch);
    if (outcome != DecodeOutcome.OK) {
      throw new IllegalStateException("decode ended with " + outcome);
    }
  }

  private int argmax(int row) {
    context.readLogits(row, logits);
    int best = 0;
    for (int token = 1; token < vocabularySize; token++) {
      if (logits[token] > logits[best]) {
        best = token;
      }
    }
    return best;
  }
}
