// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.util.Map;

/**
 * How the next token is chosen. Sampling runs where the logits are, in this order: logit bias,
 * penalties, top-k, top-p, min-p, temperature, draw.
 *
 * @param temperature 0 means greedy; otherwise the logits are divided by it; 0 to 2
 * @param topK only this many of the likeliest tokens stay; 0 keeps all
 * @param topP smallest set of likeliest tokens whose probability reaches it; 1 keeps all
 * @param minP tokens below this share of the likeliest one's probability go; 0 keeps all
 * @param repetitionPenalty divides positive and multiplies negative logits of tokens seen; 1 is off
 * @param frequencyPenalty subtracted once per earlier occurrence in the completion; -2 to 2
 * @param presencePenalty subtracted once if the token occurred in the completion; -2 to 2
 * @param logitBias added to the logit of a token id; -100 to 100
 * @param seed equal seeds and equal logits draw equal tokens
 */
public record SamplingParams(
    float temperature,
    int topK,
    float topP,
    float minP,
    float repetitionPenalty,
    float frequencyPenalty,
    float presencePenalty,
    Map<Integer, Float> logitBias,
    long seed) {

  /** Greedy choice: always the likeliest token, no penalties. */
  public static final SamplingParams GREEDY = new SamplingParams(0, 0, 1, 0, 1, 0, 0, Map.of(), 0);

  /** Checks every range. */
  public SamplingParams {
    requireWithin("temperature", temperature, 0, 2);
    requireWithin("topP", topP, 0, 1);
    requireWithin("minP", minP, 0, 1);
    requireWithin("frequencyPenalty", frequencyPenalty, -2, 2);
    requireWithin("presencePenalty", presencePenalty, -2, 2);
    requireWithin("repetitionPenalty", repetitionPenalty, 0.01f, 10);
    if (topK < 0) {
      throw new IllegalArgumentException("topK must not be negative: " + topK);
    }
    logitBias = Map.copyOf(logitBias);
    logitBias.forEach((token, bias) -> requireWithin("logitBias", bias, -100, 100));
  }

  /** Returns whether the likeliest token is always taken. */
  public boolean isGreedy() {
    return temperature == 0;
  }

  private static void requireWithin(String name, float value, float least, float most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must lie between " + least + " and " + most + ", but is " + value);
    }
  }
}
