// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1s",
    "1000, 1s",
    "1001, 2s",
    "59001, 1m0s",
    "360000, 6m0s",
    "3599001, 1h0m0s",
    "3725000, 1h2m5s"
  })
  void writesDurationsAsClientsReadThem(long millis, String expected) {
    assertThat(RateLimitHeaders.inWords(Duration.ofMillis(millis))).isEqualTo(expected);
  }
}
