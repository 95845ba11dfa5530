// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.jmh;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.sampling.CandidateSet;
import io.adyton.scheduler.sampling.LogitRow;
import io.adyton.scheduler.sampling.TokenSampler;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Choosing one token, with what clients ask for most and with what costs most. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before it hands the state out.
public class SamplerBenchmark {
  /** How tokens are chosen. */
  public enum Chain {
    /** The likeliest. */
    GREEDY(0, 0, 1, 0, 1, 0),
    /** One of all. */
    TEMPERATURE(0.8f, 0, 1, 0, 1, 0),
    /** The defaults of llama-server: top-k 40, top-p 0.95, min-p 0.05. */
    USUAL(0.8f, 40, 0.95f, 0.05f, 1, 0),
    /** Top-p over the whole vocabulary, which other engines sort for. */
    NUCLEUS(1, 0, 0.9f, 0, 1, 0),
    /** All penalties and filters. */
    EVERYTHING(0.8f, 40, 0.95f, 0.05f, 1.1f, 0.5f);

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and an immutable map
    private final SamplingParams params;

    Chain(float temperature, int topK, float topP, float minP, float repetition, float frequency) {
      params =
          new SamplingParams(
              temperature, topK, topP, minP, repetition, frequency, frequency, Map.of(), 1);
    }
  }

  /** Which chain. */
  @Param Chain chain;

  /** Tokens of the vocabulary: SmolLM2's, and one of the largest in use. */
  @Param({"49152", "262144"})
  int vocabulary;

  private float[] logits;
  private LogitRow row;
  private CandidateSet candidates;
  private TokenSampler sampler;

  /** Draws logits that are about as spread as a model's. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    logits = new float[vocabulary];
    for (int token = 0; token < vocabulary; token++) {
      logits[token] = (float) random.nextGaussian(0, 3);
    }
    row = new LogitRow(vocabulary);
    candidates = new CandidateSet(vocabulary);
    sampler = new TokenSampler(chain.params, new int[0], TokenScores.NOT_WANTED);
    for (int token = 0; token < 256; token++) {
      sampler.acceptPrompt(token);
    }
  }

  /** Copies a row, as each step does, and chooses. */
  @Benchmark
  public int sample() {
    System.arraycopy(logits, 0, row.logits(), 0, vocabulary);
    return sampler.sample(row, candidates);
  }
}
