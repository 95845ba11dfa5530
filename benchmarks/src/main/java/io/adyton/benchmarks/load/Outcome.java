// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

/** How one request ended. */
sealed interface Outcome {
  /** The whole stream came, {@code [DONE]} included. */
  record Completed(ChatChunk.Usage usage) implements Outcome {}

  /** Anything else; {@code kind} groups what is alike, such as {@code http 429}. */
  record Errored(String kind) implements Outcome {}
}
