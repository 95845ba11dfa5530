// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.engine.SimulatedTokenizer;
import io.adyton.scheduler.text.Text;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encoding one token as a server-sent event. It stands in the package it measures, because network
 * buffers are known inside the server only.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before it hands the state out.
public class SseChunkBenchmark {
  /** What the token says: letters alone, or what JSON escapes. */
  @Param({" river", "\"a\\b\""})
  String token;

  /** Whether the chunk is padded against observers of its length. */
  @Param({"false", "true"})
  boolean obfuscates;

  private Text text;
  private ChunkFormat format;
  private ByteBuf out;

  /** Renders what all chunks of an answer share. */
  @Setup
  public void setUp() {
    text = Text.ofPublic(token);
    out = Unpooled.buffer(1024);
    AnswerHead head =
        new AnswerHead("chatcmpl-" + "0".repeat(32), 1_772_366_400, "model", "fp_0", null, null);
    format =
        new ChunkFormat(
            head,
            true,
            obfuscates,
            new LogprobsFormat(new SimulatedTokenizer(), TokenScores.NOT_WANTED),
            new SplittableRandom(1));
  }

  /** Frees the text. */
  @TearDown
  public void tearDown() {
    text.close();
  }

  /** Writes one chunk over the last. */
  @Benchmark
  public int encode() {
    out.clear();
    format.content(text, null, out);
    return out.writerIndex();
  }
}
