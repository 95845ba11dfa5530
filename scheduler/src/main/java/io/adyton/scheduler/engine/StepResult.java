// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.scheduler.TokenScores;
import java.util.Arrays;

/**
 * What a step brought, one entry for each row of its {@link StepBatch}. Reused from step to step.
 *
 * <p>Confined to whoever runs the step.
 */
public final class StepResult {
  /** {@link #sampled}: the row named no sampler, or was not computed. */
  public static final int NOTHING = -1;

  /** {@link #sampled}: the sampler found no token with a finite logit. */
  public static final int NO_CANDIDATE = -2;

  private final int[] sampled;
  private final int[] firstScore;
  private final int[] scoreCount;
  private final TokenScores scores = new TokenScores();
  private final int[] length;
  private StepOutcome outcome = StepOutcome.COMPUTED;

  /** Creates a result for at most {@code rowLimit} rows. */
  public StepResult(int rowLimit) {
    sampled = new int[rowLimit];
    firstScore = new int[rowLimit];
    scoreCount = new int[rowLimit];
    length = new int[rowLimit];
  }

  /** Returns the outcome of the step. */
  public StepOutcome outcome() {
    return outcome;
  }

  /** Returns the token sampled for {@code row}, {@link #NOTHING} or {@link #NO_CANDIDATE}. */
  public int sampled(int row) {
    return sampled[row];
  }

  /** Returns the log-probability of the sampled token; NaN unless the sampler was asked for it. */
  public float logProbability(int row) {
    return scoreCount[row] == 0 ? Float.NaN : scores.logProbability(firstScore[row]);
  }

  /**
   * Appends the scores of {@code row} to {@code target}: the sampled token, then as many of the
   * likeliest as the sampler was asked for, the likeliest first. Nothing unless it was asked.
   */
  public void copyScores(int row, TokenScores target) {
    target.append(scores, firstScore[row], scoreCount[row]);
  }

  /**
   * Returns how many positions the sequence of {@code row} holds after the step. Meaningful unless
   * the step was {@link StepOutcome#COMPUTED}.
   */
  public int length(int row) {
    return length[row];
  }

  /** Starts an answer to a batch of {@code rows} rows: nothing sampled, nothing known. */
  public void begin(int rows) {
    Arrays.fill(sampled, 0, rows, NOTHING);
    Arrays.fill(scoreCount, 0, rows, 0);
    scores.close();
    Arrays.fill(length, 0, rows, 0);
  }

  /** Records the token sampled for {@code row}, and its scores, which are copied. */
  public void sample(int row, int token, TokenScores scored) {
    sampled[row] = token;
    firstScore[row] = scores.size();
    scoreCount[row] = scored.size();
    scores.append(scored, 0, scored.size());
  }

  /** Records how many positions the sequence of {@code row} holds. */
  public void length(int row, int positions) {
    length[row] = positions;
  }

  /** Ends the answer. */
  public StepOutcome end(StepOutcome stepOutcome) {
    outcome = stepOutcome;
    return stepOutcome;
  }
}
