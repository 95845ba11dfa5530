// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.sampling;

import io.adyton.scheduler.SamplingParams;

/**
 * Chooses the tokens of one completion.
 *
 * <p>Equal parameters, equal prompt tokens and equal rows of logits give equal tokens, whatever
 * else runs in the batch. Confined to the engine's thread; between two calls of {@link #sample} it
 * remembers the tokens it chose and nothing of the logits.
 */
public final class TokenSampler {
  private final SamplingParams params;
  private final int[] suppressed;
  private final int[] biased;
  private final float[] bias;
  private final boolean remembers;
  private final boolean wantsLogProbability;
  private final TokenCounts counts = new TokenCounts();
  private final SeededRandom random;
  private float logProbability = Float.NaN;

  /**
   * Creates a sampler.
   *
   * @param suppressed tokens the model must never say; the array is not copied
   * @param wantsLogProbability whether {@link #logProbability} is computed
   */
  public TokenSampler(SamplingParams params, int[] suppressed, boolean wantsLogProbability) {
    this.params = params;
    this.suppressed = suppressed;
    this.wantsLogProbability = wantsLogProbability;
    biased = params.logitBias().keySet().stream().mapToInt(Integer::intValue).toArray();
    bias = new float[biased.length];
    for (int i = 0; i < biased.length; i++) {
      bias[i] = params.logitBias().getOrDefault(biased[i], 0f);
    }
    remembers =
        params.repetitionPenalty() != 1
            || params.frequencyPenalty() != 0
            || params.presencePenalty() != 0;
    random = new SeededRandom(params.seed());
  }

  /** Notes a token of the prompt, which the repetition penalty counts as seen. */
  public void acceptPrompt(int token) {
    if (remembers) {
      counts.see(token);
    }
  }

  /**
   * Chooses a token and remembers it. The row is changed.
   *
   * @return the token, or -1 if no logit is finite
   */
  public int sample(LogitRow row, CandidateSet candidates) {
    logProbability = Float.NaN;
    return wantsLogProbability ? sampleAndMeasure(row, candidates) : choose(row, candidates);
  }

  /**
   * Returns the natural logarithm of the probability that the untouched row gave the last token
   * chosen, or NaN if that was not wanted.
   */
  public float logProbability() {
    return logProbability;
  }

  /** Forgets all tokens. */
  public void close() {
    counts.clear();
  }

  private int sampleAndMeasure(LogitRow row, CandidateSet candidates) {
    float[] untouched = row.logits().clone();
    float largest = row.scan();
    double logMass = Math.log(row.mass(largest, 1));
    int token = choose(row, candidates);
    if (token >= 0) {
      logProbability = (float) (untouched[token] - largest - logMass);
    }
    return token;
  }

  private int choose(LogitRow row, CandidateSet candidates) {
    float[] logits = row.logits();
    for (int token : suppressed) {
      logits[token] = Float.NEGATIVE_INFINITY;
    }
    for (int i = 0; i < biased.length; i++) {
      if (biased[i] >= 0 && biased[i] < logits.length) {
        logits[biased[i]] += bias[i];
      }
    }
    if (remembers) {
      penalize(logits);
    }
    float largest = row.scan();
    int token = row.likeliest(largest);
    if (Float.isFinite(largest) && !params.isGreedy() && params.topK() != 1) {
      token = draw(row, candidates, largest);
    }
    if (remembers && token >= 0) {
      counts.count(token);
    }
    return token;
  }

  private void penalize(float[] logits) {
    float repetition = params.repetitionPenalty();
    for (int slot = 0; slot < counts.slots(); slot++) {
      int token = counts.tokenAt(slot);
      if (token >= 0) {
        float logit = logits[token];
        logit = logit > 0 ? logit / repetition : logit * repetition;
        int occurrences = counts.completionsAt(slot);
        if (occurrences > 0) {
          logit -= params.frequencyPenalty() * occurrences + params.presencePenalty();
        }
        logits[token] = logit;
      }
    }
  }

  private int draw(LogitRow row, CandidateSet candidates, float largest) {
    float scale = Math.min(1 / params.temperature(), Float.MAX_VALUE);
    double uniform = random.nextUniform();
    boolean limitsCount = params.topK() > 0 && params.topK() < row.size();
    boolean limitsMass = params.topP() < 1;
    float least =
        params.minP() > 0 ? largest + (float) Math.log(params.minP()) : Float.NEGATIVE_INFINITY;
    if (limitsCount) {
      candidates.collectLikeliest(row, params.topK());
      if (limitsMass) {
        candidates.keepMass(params.topP() * candidates.mass(largest, 1), largest);
      }
      candidates.keepAtLeast(least);
    } else if (limitsMass) {
      double mass = params.topP() * row.massByDistance(largest);
      candidates.collect(row, row.leastHolding(mass, largest));
      candidates.keepMass(mass, largest);
      candidates.keepAtLeast(least);
    } else if (params.minP() > 0) {
      candidates.collect(row, least);
    } else {
      return row.atMass(uniform * row.mass(largest, scale), largest, scale);
    }
    return candidates.atMass(uniform * candidates.mass(largest, scale), largest, scale);
  }
}
