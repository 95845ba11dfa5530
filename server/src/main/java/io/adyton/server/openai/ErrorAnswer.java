// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.server.http.Exchange;
import io.adyton.server.http.ZeroingAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Speaks an {@link ApiError} that comes before an answer has begun. */
public final class ErrorAnswer {
  private ErrorAnswer() {}

  /** Sends {@code error} as the whole answer. */
  public static void send(Exchange exchange, ApiError error) {
    ErrorCode code = error.code();
    Duration wait = error.retryAfter() == null ? code.usualWait().orElse(null) : error.retryAfter();
    if (wait != null) {
      long millis = Math.max(wait.toMillis(), 1);
      exchange
          .response()
          .header("retry-after", Long.toString(Math.ceilDiv(millis, 1000)))
          .header("retry-after-ms", Long.toString(millis));
    }
    code.shouldRetry()
        .ifPresent(retry -> exchange.response().header("x-should-retry", retry.toString()));
    if (code == ErrorCode.INVALID_API_KEY) {
      exchange.response().header("www-authenticate", "Bearer");
    }
    byte[] json = error.toJson().getBytes(StandardCharsets.UTF_8);
    exchange
        .response()
        .send(
            code.status(),
            "application/json",
            ZeroingAllocator.INSTANCE.heapBuffer(json.length).writeBytes(json));
  }
}
