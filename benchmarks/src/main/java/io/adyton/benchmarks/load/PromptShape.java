// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

/** How prompts are built. No two requests of a run send the same one. */
public enum PromptShape {
  /** One short question. */
  SHORT(24, 0),
  /** One long text. */
  LONG(1_000, 0),
  /** A long system prompt that all share, and a short question. */
  SHARED_PREFIX(24, 1_000),
  /** Conversations of several turns, each sent with all that was said before. */
  MULTI_TURN(24, 0);

  private final int words;
  private final int sharedWords;

  PromptShape(int words, int sharedWords) {
    this.words = words;
    this.sharedWords = sharedWords;
  }

  /** Returns the usual number of words of what differs between requests; one is about a token. */
  public int words() {
    return words;
  }

  /** Returns the usual number of words that all requests share. */
  public int sharedWords() {
    return sharedWords;
  }
}
