// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.engine.StepResult;
import java.util.Arrays;

/**
 * Scores of tokens whose text is not certain yet. They leave with the text that completes their
 * token, so they tell of a stop text no more than the text does. Confined to the engine thread.
 */
final class PendingScores implements AutoCloseable {
  private final int entriesPerToken;
  private final TokenScores scores = new TokenScores();
  private int[] certainAt = new int[16];
  private int tokens;

  /** Creates an empty list for tokens with {@code alternatives} others beside each. */
  PendingScores(int alternatives) {
    entriesPerToken = 1 + alternatives;
  }

  /** Takes the scores of {@code row}, whose token is certain with {@code releasedBytes}. */
  void add(StepResult result, int row, int releasedBytes) {
    if (tokens == certainAt.length) {
      certainAt = Arrays.copyOf(certainAt, tokens * 2);
    }
    certainAt[tokens++] = releasedBytes;
    result.copyScores(row, scores);
  }

  /** Returns the scores of the tokens that {@code releasedBytes} of text make certain. */
  TokenScores release(int releasedBytes) {
    int certain = 0;
    while (certain < tokens && certainAt[certain] <= releasedBytes) {
      certain++;
    }
    TokenScores released = new TokenScores();
    released.append(scores, 0, certain * entriesPerToken);
    scores.dropFirst(certain * entriesPerToken);
    tokens -= certain;
    System.arraycopy(certainAt, certain, certainAt, 0, tokens);
    return released;
  }

  @Override
  public void close() {
    scores.close();
    tokens = 0;
  }
}
