// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one level of load gave. Times are in milliseconds, rates per second.
 *
 * @param mode {@code closed} or {@code open}
 * @param clients clients of a closed loop; most under way of an open one
 * @param arrivalsPerSecond mean rate of an open loop, 0 in a closed one
 * @param completed requests whose stream came whole
 * @param errors the others, by kind
 * @param dropped arrivals that were not sent because too many were under way
 * @param wallSeconds from the first request to the end of the last
 * @param requestsPerSecond completed requests over the wall time
 * @param goodput of those, the ones that kept the objective by their mean gap
 * @param strictGoodput of those, the ones that kept it by their longest gap
 * @param promptTokens as the server reported them
 * @param cachedTokens of those, reused ones, as the server reported them
 * @param completionTokens as the server reported them
 * @param outputTokensPerSecond completion tokens over the wall time
 * @param totalTokensPerSecond prompt and completion tokens over the wall time
 * @param fullLoadChunksPerSecond chunks with text until the load began to fall, over that time
 * @param tokensPerChunk completion tokens over chunks with text
 * @param saturatedSeconds time in which every client was receiving text
 * @param saturatedTokensPerSecond tokens in that time: chunks times {@code tokensPerChunk}; null
 *     where there was no such time
 * @param ttft time to first text
 * @param itl gaps between chunks with text
 * @param tpot (E2E - TTFT) / (n - 1), one value per request
 * @param e2e time to the last text
 * @param clientCpuSeconds processor time of the load generator
 */
public record LevelResult(
    String mode,
    int clients,
    double arrivalsPerSecond,
    int completed,
    Map<String, Integer> errors,
    int dropped,
    double wallSeconds,
    double requestsPerSecond,
    double goodput,
    double strictGoodput,
    long promptTokens,
    long cachedTokens,
    long completionTokens,
    double outputTokensPerSecond,
    double totalTokensPerSecond,
    double fullLoadChunksPerSecond,
    double tokensPerChunk,
    double saturatedSeconds,
    @Nullable Double saturatedTokensPerSecond,
    Percentiles ttft,
    Percentiles itl,
    Percentiles tpot,
    Percentiles e2e,
    double clientCpuSeconds) {

  /** Returns how many requests did not complete. */
  public int errorCount() {
    return errors.values().stream().mapToInt(Integer::intValue).sum();
  }
}
