// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.sampling;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenScores;

/**
 * Chooses the tokens of one completion.
 *
 * <p>Equal parameters, equal prompt tokens and equal rows of logits give equal tokens, whatever
 * else runs in the batch. Confined to the engine's thread; between two calls of {@link #sample} it
 * remembers the tokens it chose and, where asked, the scores of the last.
 */
public final class TokenSampler {
  private final SamplingParams params;
  private final int[] suppressed;
  private final int[] biased;
  private final float[] bias;
  private final boolean remembers;
  private final int alternatives;
  private final TokenScores scores = new TokenScores();
  private final TokenCounts counts = new TokenCounts();
  private final SeededRandom random;

  /**
   * Creates a sampler.
   *
   * @param suppressed tokens the model must never say; the array is not copied
   * @param alternatives how many of the likeliest tokens {@link #scores} holds beside the chosen
   *     one, or {@link TokenScores#NOT_WANTED}
   */
  public TokenSampler(SamplingParams params, int[] suppressed, int alternatives) {
    this.params = params;
    this.suppressed = suppressed;
    this.alternatives = alternatives;
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
    return alternatives == TokenScores.NOT_WANTED
        ? choose(row, candidates)
        : chooseAndScore(row, candidates);
  }

  /**
   * Returns the scores of the last token chosen, valid until the next call of {@link #sample}: the
   * token itself, then the likeliest tokens. Empty if they are not wanted or no token was chosen.
   */
  public TokenScores scores() {
    return scores;
  }

  /** Forgets all tokens. */
  public void close() {
    counts.clear();
    scores.close();
  }

  private int chooseAndScore(LogitRow row, CandidateSet candidates) {
    scores.close();
    row.remember();
    float largest = row.scan();
    double logMass = largest + Math.log(row.mass(largest, 1));
    scores.add(TokenScores.NO_TOKEN, Float.NaN);
    if (alternatives > 0) {
      candidates.collectLikeliest(row, alternatives);
      candidates.appendLikeliestFirst(alternatives, logMass, scores);
    }
    int token = choose(row, candidates);
    if (token >= 0) {
      scores.set(0, token, (float) (row.remembered(token) - logMass));
    } else {
      scores.close();
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
