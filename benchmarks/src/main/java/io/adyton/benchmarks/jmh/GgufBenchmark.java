// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.jmh;

import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Validating a model file before libllama sees it; needs {@code adyton.bench.model}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GgufBenchmark {
  /** Reads and checks everything but the weights. */
  @Benchmark
  public GgufModel validate() throws GgufException, IOException {
    return GgufModel.open(LlamaState.modelFile());
  }
}
