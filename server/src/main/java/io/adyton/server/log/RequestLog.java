// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.log;

import io.adyton.server.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said of a request once it is over. Times are in nanoseconds; -1 says that there was none.
 *
 * @param at when it ended
 * @param requestId its name
 * @param tenant a keyed hash of the tenant's name
 * @param modelDigest SHA-256 of the model's file
 * @param status HTTP status
 * @param code the error's code, where it was refused or broke off
 * @param promptTokens tokens of the prompt
 * @param cachedTokens of those, reused ones
 * @param completionTokens tokens of the answer
 * @param queueNanos from submission to joining the batch
 * @param firstTokenNanos from the head to the first token sent
 * @param totalNanos from the head to the end
 * @param finishReason why the answer ended
 */
public record RequestLog(
    Instant at,
    String requestId,
    String tenant,
    String modelDigest,
    int status,
    @Nullable String code,
    int promptTokens,
    int cachedTokens,
    int completionTokens,
    long queueNanos,
    long firstTokenNanos,
    long totalNanos,
    @Nullable String finishReason) {
  private static final Logger LOG = LoggerFactory.getLogger("adyton.request");

  /** Writes the line: JSON, at level info. */
  public void emit() {
    if (LOG.isInfoEnabled()) {
      LOG.info("{}", toJson());
    }
  }

  String toJson() {
    JsonObject line =
        new JsonObject()
            .put("ts", at.toString())
            .put("level", "info")
            .put("event", "request")
            .put("request_id", requestId)
            .put("tenant", tenant)
            .put("model", modelDigest)
            .put("status", status);
    if (code != null) {
      line.put("code", code);
    }
    line.put("prompt_tokens", promptTokens)
        .put("cached_tokens", cachedTokens)
        .put("completion_tokens", completionTokens);
    putMillis(line, "queue_ms", queueNanos);
    putMillis(line, "ttft_ms", firstTokenNanos);
    putMillis(line, "total_ms", totalNanos);
    if (finishReason != null) {
      line.put("finish_reason", finishReason);
    }
    return line.toString();
  }

  private static void putMillis(JsonObject line, String name, long nanos) {
    if (nanos >= 0) {
      line.put(name, nanos / 1_000_000);
    }
  }
}
