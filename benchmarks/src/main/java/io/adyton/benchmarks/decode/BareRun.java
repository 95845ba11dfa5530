// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.decode;

/**
 * One run of a bare loop.
 *
 * @param sequences sequences that went on together
 * @param promptTokens tokens of each prompt
 * @param tokens tokens that each sequence generated, the one after its prompt included
 * @param prefillNanos time of all prompts
 * @param decodeNanos time of all later tokens
 */
public record BareRun(
    int sequences, int promptTokens, int tokens, long prefillNanos, long decodeNanos) {

  /** Returns tokens per second of all sequences, prompts and their first tokens left out. */
  public double tokensPerSecond() {
    return (tokens - 1L) * sequences * 1e9 / decodeNanos;
  }

  /** Returns prompt tokens per second. */
  public double prefillTokensPerSecond() {
    return (double) promptTokens * sequences * 1e9 / prefillNanos;
  }
}
