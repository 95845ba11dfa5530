// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

/**
 * What is asked of the server.
 *
 * @param model name sent with each request
 * @param shape how prompts are built
 * @param promptWords words of what differs between requests
 * @param sharedWords words that all requests share
 * @param turns turns of one conversation, for {@link PromptShape#MULTI_TURN}
 * @param maxTokens upper bound on completion tokens
 * @param ignoreEos whether the server is asked to go on past the model's end marker, so that every
 *     answer has {@code maxTokens} tokens
 * @param seed of prompts and arrival times
 */
public record Workload(
    String model,
    PromptShape shape,
    int promptWords,
    int sharedWords,
    int turns,
    int maxTokens,
    boolean ignoreEos,
    long seed) {
  /** Checks the ranges. */
  public Workload {
    requireWithin("prompt words", promptWords, 1, 200_000);
    requireWithin("shared words", sharedWords, 0, 200_000);
    requireWithin("turns", turns, 1, 1_000);
    requireWithin("max tokens", maxTokens, 1, 1_000_000);
  }

  private static void requireWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must lie between " + least + " and " + most + ", but is " + value);
    }
  }
}
