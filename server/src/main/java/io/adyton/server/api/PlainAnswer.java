// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.server.http.Exchange;
import io.adyton.server.http.ZeroingAllocator;
import io.adyton.server.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Answers that hold no content. */
final class PlainAnswer {
  private PlainAnswer() {}

  static void json(Exchange exchange, int status, JsonObject json) {
    send(exchange, status, "application/json", json.toString());
  }

  static void send(Exchange exchange, int status, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange
        .response()
        .send(
            status,
            contentType,
            ZeroingAllocator.INSTANCE.heapBuffer(bytes.length).writeBytes(bytes));
  }
}
