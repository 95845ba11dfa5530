// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.scheduler.Allowance;
import io.adyton.server.http.ResponseWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The {@code x-ratelimit-…-requests} headers. What limits requests here is how many of them may
 * wait; nothing limits tokens, so there are no headers for those.
 */
final class RateLimitHeaders {
  private RateLimitHeaders() {}

  static void set(ResponseWriter response, Allowance allowance) {
    response
        .header("x-ratelimit-limit-requests", Integer.toString(allowance.limit()))
        .header("x-ratelimit-remaining-requests", Integer.toString(allowance.remaining()))
        .header("x-ratelimit-reset-requests", inWords(allowance.untilWhole()));
  }

  /** Returns a duration as OpenAI writes it, {@code 1s} or {@code 6m0s}, rounded up to seconds. */
  static String inWords(Duration duration) {
    Duration whole = duration.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    String seconds = whole.toSecondsPart() + "s";
    if (whole.toHours() > 0) {
      return whole.toHours() + "h" + whole.toMinutesPart() + "m" + seconds;
    }
    return whole.toMinutes() > 0 ? whole.toMinutes() + "m" + seconds : seconds;
  }
}
