// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What crossing into libllama costs: the shortest call, and the two made for every token. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DowncallBenchmark {
  /** Asks for the last position of a sequence. */
  @Benchmark
  public int lastPosition(LlamaState llama) {
    return llama.context.memory().lastPosition(0);
  }

  /** Spells one token out. */
  @Benchmark
  public int piece(LlamaState llama, PieceBuffer buffer) {
    return llama.model.vocabulary().appendPiece(1000, false, buffer.bytes.clear());
  }

  /** Copies one row of logits, the whole vocabulary. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public float logitsCopied(LlamaState llama, LogitBuffer buffer) {
    llama.context.readLogits(0, buffer.logits(llama));
    return buffer.logits(llama)[0];
  }

  /** Memory a piece is written to. */
  @State(Scope.Thread)
  public static class PieceBuffer {
    final ByteBuffer bytes = ByteBuffer.allocateDirect(256);
  }

  /** An array that logits are copied to. */
  @State(Scope.Thread)
  public static class LogitBuffer {
    private float[] logits = new float[0];

    float[] logits(LlamaState llama) {
      if (logits.length == 0) {
        logits = new float[llama.model.vocabulary().size()];
      }
      return logits;
    }
  }
}
