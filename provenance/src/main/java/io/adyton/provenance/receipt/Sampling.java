// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

/**
 * The settings under which tokens were drawn. Fractions are in millionths, so that every reader
 * reads the same number.
 *
 * @param seed of the draw
 * @param temperatureMillionths 0 takes the likeliest token
 * @param topK 0 keeps all
 * @param topPMillionths one million keeps all
 * @param minPMillionths 0 keeps all
 * @param repetitionPenaltyMillionths one million is off
 * @param frequencyPenaltyMillionths 0 is off
 * @param presencePenaltyMillionths 0 is off
 * @param biasedTokens how many tokens had a bias of their own, which is not told
 * @param mostTokens how many tokens the answer could have
 */
public record Sampling(
    long seed,
    int temperatureMillionths,
    int topK,
    int topPMillionths,
    int minPMillionths,
    int repetitionPenaltyMillionths,
    int frequencyPenaltyMillionths,
    int presencePenaltyMillionths,
    int biasedTokens,
    int mostTokens) {
  private static final int MILLION = 1_000_000;

  /** Counts a fraction in millionths. */
  public static int millionths(float fraction) {
    return Math.round(fraction * MILLION);
  }
}
