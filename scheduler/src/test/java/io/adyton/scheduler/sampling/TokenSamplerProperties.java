// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** The fast sampler against one that sorts the whole vocabulary and computes in doubles. */
class TokenSamplerProperties {
  private static final float NONE = Float.NEGATIVE_INFINITY;

  @Property
  void choosesTheLikeliestWhenGreedy(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int size) {
    float[] logits = logits(seed, size, 8, 0.1);
    int expected = -1;
    for (int i = 0; i < size; i++) {
      if (logits[i] > NONE && (expected < 0 || logits[i] > logits[expected])) {
        expected = i;
      }
    }
    assertThat(sample(SamplingParams.GREEDY, logits)).isEqualTo(expected);
  }

  @Property
  void keepsExactlyTheTokensTheDefinitionKeeps(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 700) int size,
      @ForAll @IntRange(min = 0, max = 80) int topK,
      @ForAll @FloatRange(min = 0, max = 1) float topP,
      @ForAll @FloatRange(min = 0, max = 0.5f) float minP) {
    float[] logits = logits(seed, size, 6, 0.05);
    SamplingParams params = new SamplingParams(1, topK, topP, minP, 1, 0, 0, Map.of(), seed);
    Set<Integer> allowed = kept(logits, params, 1e-5);
    Assume.that(!allowed.isEmpty());
    TokenSampler sampler = new TokenSampler(params, new int[0], TokenScores.NOT_WANTED);
    CandidateSet candidates = new CandidateSet(size);
    LogitRow row = new LogitRow(size);
    for (int i = 0; i < 50; i++) {
      System.arraycopy(logits, 0, row.logits(), 0, size);
      assertThat(allowed).contains(sampler.sample(row, candidates));
    }
  }

  @Property(tries = 60)
  void drawsWithTheProbabilitiesOfTheDefinition(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 200) int size,
      @ForAll @IntRange(min = 0, max = 20) int topK,
      @ForAll @FloatRange(min = 0.3f, max = 1) float topP,
      @ForAll @FloatRange(min = 0.2f, max = 2) float temperature) {
    float[] logits = logits(seed, size, 3, 0);
    SamplingParams params = new SamplingParams(temperature, topK, topP, 0, 1, 0, 0, Map.of(), seed);
    Set<Integer> sure = kept(logits, params, 0);
    Assume.that(sure.equals(kept(logits, params, 1e-5)));
    Map<Integer, Double> expected = new TreeMap<>();
    double total = 0;
    double largest = sure.stream().mapToDouble(token -> logits[token]).max().orElseThrow();
    for (int token : sure) {
      double weight = Math.exp((logits[token] - largest) / temperature);
      expected.put(token, weight);
      total += weight;
    }
    int draws = 4000;
    TokenSampler sampler = new TokenSampler(params, new int[0], TokenScores.NOT_WANTED);
    CandidateSet candidates = new CandidateSet(size);
    LogitRow row = new LogitRow(size);
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < draws; i++) {
      System.arraycopy(logits, 0, row.logits(), 0, size);
      counts.merge(sampler.sample(row, candidates), 1, Integer::sum);
    }
    assertThat(expected.keySet()).containsAll(counts.keySet());
    for (Map.Entry<Integer, Double> entry : expected.entrySet()) {
      double probability = entry.getValue() / total;
      double deviation = 6 * Math.sqrt(probability * (1 - probability) / draws) + 2.0 / draws;
      assertThat((double) counts.getOrDefault(entry.getKey(), 0) / draws)
          .isCloseTo(probability, within(deviation));
    }
  }

  @Property
  void appliesBiasSuppressionAndPenaltiesAsDefined(
      @ForAll long seed,
      @ForAll @FloatRange(min = 0.5f, max = 2) float repetition,
      @ForAll @FloatRange(min = -2, max = 2) float frequency,
      @ForAll @FloatRange(min = -2, max = 2) float presence) {
    int size = 40;
    Random random = new Random(seed);
    Map<Integer, Float> bias = Map.of(random.nextInt(20), 2f, 20 + random.nextInt(20), -3f);
    int[] suppressed = {random.nextInt(size)};
    SamplingParams params =
        new SamplingParams(0, 0, 1, 0, repetition, frequency, presence, bias, 0);
    TokenSampler sampler = new TokenSampler(params, suppressed, TokenScores.NOT_WANTED);
    CandidateSet candidates = new CandidateSet(size);
    LogitRow row = new LogitRow(size);
    Set<Integer> seen = new HashSet<>();
    Map<Integer, Integer> said = new TreeMap<>();
    for (int i = 0; i < 10; i++) {
      int token = random.nextInt(size);
      seen.add(token);
      sampler.acceptPrompt(token);
    }
    for (int step = 0; step < 30; step++) {
      float[] logits = logits(random.nextLong(), size, 2, 0);
      System.arraycopy(logits, 0, row.logits(), 0, size);
      float[] expected = logits.clone();
      bias.forEach((token, value) -> expected[token] += value);
      for (int token : seen) {
        expected[token] =
            expected[token] > 0 ? expected[token] / repetition : expected[token] * repetition;
        int times = said.getOrDefault(token, 0);
        if (times > 0) {
          expected[token] -= frequency * times + presence;
        }
      }
      expected[suppressed[0]] = NONE;
      int best = 0;
      for (int i = 1; i < size; i++) {
        best = expected[i] > expected[best] ? i : best;
      }
      int chosen = sampler.sample(row, candidates);
      assertThat(expected[chosen]).isCloseTo(expected[best], within(1e-5f));
      seen.add(chosen);
      said.merge(chosen, 1, Integer::sum);
    }
  }

  @Property
  void scoresTheUntouchedRow(
      @ForAll long seed,
      @ForAll @IntRange(min = 8, max = 700) int size,
      @ForAll @IntRange(min = 0, max = 20) int alternatives) {
    float[] logits = logits(seed, size, 5, 0.05);
    Assume.that(logits[3] > NONE);
    SamplingParams biased = new SamplingParams(1, 4, 1, 0, 1.5f, 0, 0, Map.of(3, 5f), seed);
    TokenSampler sampler = new TokenSampler(biased, new int[] {7}, alternatives);
    sampler.acceptPrompt(3);
    LogitRow row = new LogitRow(size);
    System.arraycopy(logits, 0, row.logits(), 0, size);
    int token = sampler.sample(row, new CandidateSet(size));
    double mass = 0;
    for (float logit : logits) {
      mass += Math.exp(logit);
    }
    List<Integer> likeliest = likeliest(logits);
    TokenScores scores = sampler.scores();
    assertThat(scores.size()).isEqualTo(1 + alternatives);
    for (int i = 0; i <= alternatives; i++) {
      if (i > likeliest.size()) {
        assertThat(scores.token(i)).isEqualTo(TokenScores.NO_TOKEN);
      } else {
        assertThat(scores.token(i)).isEqualTo(i == 0 ? token : likeliest.get(i - 1));
        assertThat((double) scores.logProbability(i))
            .isCloseTo(logits[scores.token(i)] - Math.log(mass), within(1e-4));
      }
    }
  }

  @Property
  void findsNothingWhereNothingIsFinite(@ForAll @IntRange(min = 1, max = 200) int size) {
    float[] logits = new float[size];
    java.util.Arrays.fill(logits, NONE);
    logits[size / 2] = Float.NaN;
    for (SamplingParams params :
        List.of(
            SamplingParams.GREEDY,
            new SamplingParams(1, 40, 0.9f, 0.1f, 1, 0, 0, Map.of(), 1),
            new SamplingParams(1, 0, 1, 0, 1, 0, 0, Map.of(), 1))) {
      assertThat(sample(params, logits)).isEqualTo(-1);
    }
  }

  @Property
  void survivesOddLogits(
      @ForAll long seed, @ForAll @FloatRange(min = 0, max = 2) float temperature) {
    Random random = new Random(seed);
    float[] odd = {NONE, Float.NaN, 0, -0f, 1e30f, -1e30f, 1e-40f, Float.MAX_VALUE, 3};
    float[] logits = new float[130];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = odd[random.nextInt(odd.length)];
    }
    logits[5] = 1;
    SamplingParams params =
        new SamplingParams(
            temperature,
            random.nextInt(140),
            random.nextFloat(),
            random.nextFloat() * 0.5f,
            1,
            0,
            0,
            Map.of(),
            seed);
    int token = sample(params, logits);
    assertThat(logits[token]).isGreaterThan(NONE);
  }

  @Property
  void approximatesTheExponential(@ForAll @FloatRange(min = -86, max = 0) float x) {
    assertThat((double) LogitRow.exp(x)).isCloseTo(Math.exp(x), within(3e-7 * Math.exp(x) + 1e-37));
  }

  private static int sample(SamplingParams params, float[] logits) {
    LogitRow row = new LogitRow(logits.length);
    System.arraycopy(logits, 0, row.logits(), 0, logits.length);
    return new TokenSampler(params, new int[0], TokenScores.NOT_WANTED)
        .sample(row, new CandidateSet(logits.length));
  }

  /** Returns the tokens that top-k, top-p and min-p keep; {@code slack} widens the bounds. */
  private static Set<Integer> kept(float[] logits, SamplingParams params, double slack) {
    List<Integer> order = likeliest(logits);
    if (params.topK() > 0 && params.topK() < order.size()) {
      order = new ArrayList<>(order.subList(0, params.topK()));
    }
    Set<Integer> kept = new HashSet<>();
    double largest = order.isEmpty() ? 0 : logits[order.getFirst()];
    double mass = order.stream().mapToDouble(i -> Math.exp(logits[i] - largest)).sum();
    double sum = 0;
    for (int token : order) {
      double weight = Math.exp(logits[token] - largest);
      boolean inNucleus = kept.isEmpty() || sum < (params.topP() + slack) * mass;
      boolean likely = kept.isEmpty() || weight >= params.minP() * (1 - slack) - slack * 1e-3;
      if (inNucleus && likely) {
        kept.add(token);
      }
      sum += weight;
    }
    return kept;
  }

  /** Returns the tokens that are possible at all, the likeliest first. */
  private static List<Integer> likeliest(float[] logits) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] > NONE) {
        order.add(i);
      }
    }
    order.sort(Comparator.<Integer>comparingDouble(i -> -logits[i]).thenComparing(i -> i));
    return order;
  }

  private static float[] logits(long seed, int size, double spread, double holes) {
    Random random = new Random(seed);
    float[] logits = new float[size];
    for (int i = 0; i < size; i++) {
      logits[i] = random.nextDouble() < holes ? NONE : (float) (random.nextGaussian() * spread);
    }
    return logits;
  }
}
