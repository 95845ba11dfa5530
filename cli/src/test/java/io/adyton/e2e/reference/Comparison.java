// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.reference;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How far a completion agrees with the oracle's.
 *
 * @param name the conversation
 * @param tokens tokens of the oracle's completion
 * @param agreed leading tokens that are equal
 * @param gap the oracle's log-probability of its own token less that of ours where they part; 0 if
 *     they never do, infinite if ours was not among its likeliest
 * @param deviation largest difference of log-probabilities over the equal tokens
 */
record Comparison(String name, int tokens, int agreed, double gap, double deviation) {

  static Comparison of(Reference.Case expected, List<RecordingEngine.Sampled> sampled) {
    int[] ids = expected.completionIds();
    int agreed = 0;
    double deviation = 0;
    while (agreed < ids.length
        && agreed < sampled.size()
        && sampled.get(agreed).token() == ids[agreed]) {
      OptionalDouble logprob = expected.logprob(agreed, ids[agreed]);
      if (logprob.isPresent()) {
        deviation =
            Math.max(deviation, Math.abs(logprob.getAsDouble() - sampled.get(agreed).logprob()));
      }
      agreed++;
    }
    double gap =
        agreed == ids.length
            ? 0
            : gap(expected, agreed, agreed < sampled.size() ? sampled.get(agreed).token() : -1);
    return new Comparison(expected.name(), ids.length, agreed, gap, deviation);
  }

  /** Returns whether every token is the oracle's. */
  boolean isEqual() {
    return agreed == tokens;
  }

  @Override
  public String toString() {
    return isEqual()
        ? String.format(Locale.ROOT, "%s: equal, %.4f", name, deviation)
        : String.format(Locale.ROOT, "%s: parts after %d at a gap of %.4f", name, agreed, gap);
  }

  private static double gap(Reference.Case expected, int step, int token) {
    OptionalDouble own = expected.logprob(step, expected.completionIds()[step]);
    OptionalDouble other = expected.logprob(step, token);
    return own.isPresent() && other.isPresent()
        ? own.getAsDouble() - other.getAsDouble()
        : Double.POSITIVE_INFINITY;
  }
}
