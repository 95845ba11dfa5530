// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

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
  private final float[] logProbability;
  private final int[] length;
  private StepOutcome outcome = StepOutcome.COMPUTED;

  /** Creates a result for at most {@code rowLimit} rows. */
  public StepResult(int rowLimit) {
    sampled = new int[rowLimit];
    logProbability = new float[rowLimit];
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

  /**
   * Returns the natural logarithm of the model's probability of the sampled token, before bias,
   * penalties and temperature; NaN unless the sampler was asked for it.
   */
  public float logProbability(int row) {
    return logProbability[row];
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
    java.util.Arrays.fill(sampled, 0, rows, NOTHING);
    java.util.Arrays.fill(logProbability, 0, rows, Float.NaN);
    java.util.Arrays.fill(length, 0, rows, 0);
  }

  /** Records the token sampled for {@code row}. */
  public void sample(int row, int token, float logProbabilityOfToken) {
    sampled[row] = token;
    logProbability[row] = logProbabilityOfToken;
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
