// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.metrics;

/** Our own metrics, as Micrometer names them; Prometheus reads underscores for the dots. */
public enum AdytonMetrics {
  HTTP_REQUESTS("adyton.http.requests", "Answers, by route and status"),
  HTTP_CONNECTIONS("adyton.http.connections", "Open connections of all listeners"),
  HTTP_BUFFERS("adyton.http.buffers", "Pieces of network memory in use"),
  HTTP_BODIES("adyton.http.body.bytes", "Bytes of request bodies that are being read"),
  CHATS_ACTIVE("adyton.chats.active", "Chats being prepared, waiting or answered"),
  CHATS_ENDED("adyton.chats.ended", "Chats that were admitted and ended, by outcome"),
  QUEUE_DURATION("adyton.chat.queue.duration", "Seconds from submission to joining the batch"),
  FIRST_TOKEN_DURATION(
      "adyton.chat.first.token.duration", "Seconds from the request's head to its first token"),
  CHAT_DURATION("adyton.chat.duration", "Seconds from the request's head to the end of its answer"),
  PROMPT_TOKENS("adyton.scheduler.prompt.tokens", "Prompt tokens accounted, reused ones included"),
  CACHED_TOKENS("adyton.scheduler.cached.tokens", "Prompt tokens whose computation was reused"),
  COMPLETION_TOKENS("adyton.scheduler.completion.tokens", "Completion tokens accounted"),
  PREEMPTIONS("adyton.scheduler.preemptions", "Running requests sent back to the queue"),
  RUNNING("adyton.scheduler.running", "Requests in the batch"),
  WAITING("adyton.scheduler.waiting", "Requests admitted and not yet in the batch"),
  SLOTS("adyton.slot.state", "Places in the batch: idle, prefilling, decoding, resting"),
  KV_USAGE("adyton.scheduler.kv.usage", "Share of the KV cache in use, 0 to 1"),
  STEPS("adyton.scheduler.steps", "Steps of the engine"),
  ROWS("adyton.scheduler.rows", "Tokens computed, over all steps"),
  ATTESTATIONS("adyton.attestation.requests", "Requests for evidence, by what became of them"),
  NATIVE_BYTES(
      "adyton.native.bytes",
      "Memory outside the heap: weights as the model states them, and direct buffers (text,"
          + " sockets); what libllama takes for the KV cache and for computing is not counted"),
  READY("adyton.ready", "1 while new requests are taken, else 0");

  private final String meterName;
  private final String description;

  AdytonMetrics(String meterName, String description) {
    this.meterName = meterName;
    this.description = description;
  }

  /** Returns the name as Micrometer takes it. */
  public String meterName() {
    return meterName;
  }

  /** Returns what is counted, with its unit. */
  public String description() {
    return description;
  }
}
