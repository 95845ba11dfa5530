// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.metrics;

import java.util.Locale;

/**
 * Metrics under the names that vLLM gave them, which dashboards, autoscalers and the Kubernetes
 * inference gateway read. All carry the label {@code model_name}.
 *
 * <p>{@code vllm:lora_requests_info} is not among them: vLLM shows it only where adapters are
 * served, and here none are.
 */
public enum VllmMetrics {
  NUM_REQUESTS_RUNNING,
  NUM_REQUESTS_WAITING,
  KV_CACHE_USAGE_PERC,
  CACHE_CONFIG_INFO,
  PROMPT_TOKENS_TOTAL,
  GENERATION_TOKENS_TOTAL,
  REQUEST_SUCCESS_TOTAL,
  NUM_PREEMPTIONS_TOTAL,
  PREFIX_CACHE_QUERIES,
  PREFIX_CACHE_HITS,
  TIME_TO_FIRST_TOKEN_SECONDS,
  INTER_TOKEN_LATENCY_SECONDS,
  REQUEST_TIME_PER_OUTPUT_TOKEN_SECONDS,
  E2E_REQUEST_LATENCY_SECONDS,
  REQUEST_QUEUE_TIME_SECONDS,
  REQUEST_INFERENCE_TIME_SECONDS,
  REQUEST_PREFILL_TIME_SECONDS,
  REQUEST_DECODE_TIME_SECONDS,
  REQUEST_PROMPT_TOKENS,
  REQUEST_GENERATION_TOKENS,
  REQUEST_PARAMS_N,
  REQUEST_PARAMS_MAX_TOKENS,
  REQUEST_MAX_NUM_GENERATION_TOKENS,
  ITERATION_TOKENS_TOTAL;

  /** Returns the name, to the letter. */
  public String meterName() {
    return "vllm:" + name().toLowerCase(Locale.ROOT);
  }
}
