// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import io.adyton.llama.ContextOptions;
import io.adyton.llama.FlashAttention;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the bare loop computes. */
final class LoopOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads that compute (default: one per core)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "2048",
      description = "tokens that one sequence can hold (default: ${DEFAULT-VALUE})")
  private int contextPerSequence;

  @Option(
      names = "--poll",
      paramLabel = "N",
      defaultValue = "50",
      description = "how eagerly idle threads spin, 0 to 100 (default: ${DEFAULT-VALUE})")
  private int poll;

  @Option(
      names = "--flash-attention",
      defaultValue = "AUTO",
      description = "AUTO, ON or OFF (default: ${DEFAULT-VALUE})")
  private FlashAttention flashAttention = FlashAttention.AUTO;

  int threads() {
    return threads;
  }

  int positions() {
    return contextPerSequence;
  }

  int poll() {
    return poll;
  }

  ContextOptions context(int sequences) {
    return ContextOptions.builder()
        .sequences(sequences)
        .contextLength(sequences * contextPerSequence)
        .batchSize(Math.max(512, sequences))
        .threads(threads)
        .poll(poll)
        .flashAttention(flashAttention)
        .build();
  }

  Map<String, String> notes() {
    return Map.of(
        "threads", Integer.toString(threads),
        "context", Integer.toString(contextPerSequence),
        "poll", Integer.toString(poll),
        "flash-attention", flashAttention.name());
  }
}
