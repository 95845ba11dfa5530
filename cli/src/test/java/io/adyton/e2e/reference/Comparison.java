// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.reference;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How far the steps of a completion agree with the oracle's, each after the oracle's own tokens.
 *
 * @param name the conversation
 * @param steps tokens of the oracle's completion
 * @param agreed leading steps at which the same token was likeliest
 * @param parted steps at which another one was
 * @param gap the largest difference, over those, of the oracle's log-probabilities of its token and
 *     of ours; infinite if ours was not among its likeliest
 * @param deviation largest difference, over all steps, of both sides' log-probabilities of our
 *     token
 */
record Comparison(String name, int steps, int agreed, int parted, double gap, double deviation) {

  static Comparison of(Reference.Case expected, List<RecordingEngine.Sampled> sampled) {
    int[] ids = expected.completionIds();
    if (sampled.size() != ids.length) {
      throw new IllegalArgumentException(
          "expected %d steps of %s, got %d".formatted(ids.length, expected, sampled.size()));
    }
    int agreed = ids.length;
    int parted = 0;
    double gap = 0;
    double deviation = 0;
    for (int step = 0; step < ids.length; step++) {
      RecordingEngine.Sampled ours = sampled.get(step);
      OptionalDouble logprob = expected.logprob(step, ours.token());
      if (logprob.isPresent()) {
        deviation = Math.max(deviation, Math.abs(logprob.getAsDouble() - ours.logprob()));
      }
      if (ours.token() != ids[step]) {
        agreed = Math.min(agreed, step);
        parted++;
        gap = Math.max(gap, gap(expected.logprob(step, ids[step]), logprob));
      }
    }
    return new Comparison(expected.name(), ids.length, agreed, parted, gap, deviation);
  }

  @Override
  public String toString() {
    return parted == 0
        ? String.format(Locale.ROOT, "%s: equal, %.4f", name, deviation)
        : String.format(
            Locale.ROOT,
            "%s: parts after %d, at %d of %d steps, at gaps up to %.4f, %.4f",
            name,
            agreed,
            parted,
            steps,
            gap,
            deviation);
  }

  private static double gap(OptionalDouble likeliest, OptionalDouble ours) {
    return likeliest.isPresent() && ours.isPresent()
        ? likeliest.getAsDouble() - ours.getAsDouble()
        : Double.POSITIVE_INFINITY;
  }
}
