// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.decode;

/**
 * One run of a loop.
 *
 * @param sequences sequences that went on together
 * @param promptTokens tokens of each prompt
 * @param tokens tokens that each sequence generated, the one after its prompt included
 * @param steps steps in which every sequence generated a token, prompts left out
 * @param prefillNanos time until every sequence had its first token
 * @param decodeNanos time of the steps
 */
public record BareRun(
    int sequences, int promptTokens, int tokens, long steps, long prefillNanos, long decodeNanos) {

  /** Returns tokens per second of all sequences in the steps. */
  public double tokensPerSecond() {
    return (double) steps * sequences * 1e9 / decodeNanos;
  }

  /** Returns prompt tokens per second. */
  public double prefillTokensPerSecond() {
    return (double) promptTokens * sequences * 1e9 / prefillNanos;
  }
}
