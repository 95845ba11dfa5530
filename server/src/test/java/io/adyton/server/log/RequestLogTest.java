// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestLogTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void writesOneLineOfKnownFields() {
    RequestLog line =
        new RequestLog(
            NOW, "req_1", "t", "d", 200, null, 10, 4, 7, 2_000_000, 30_000_000, 90_000_000, "stop");
    assertThat(line.toJson())
        .isEqualTo(
            "{\"ts\":\"2026-03-01T12:00:00Z\",\"level\":\"info\",\"event\":\"request\","
                + "\"request_id\":\"req_1\",\"tenant\":\"t\",\"model\":\"d\",\"status\":200,"
                + "\"prompt_tokens\":10,\"cached_tokens\":4,\"completion_tokens\":7,"
                + "\"queue_ms\":2,\"ttft_ms\":30,\"total_ms\":90,\"finish_reason\":\"stop\"}");
  }

  @Test
  void leavesOutWhatDidNotHappen() {
    RequestLog line =
        new RequestLog(
            NOW, "req_1", "t", "d", 400, "invalid_json", 0, 0, 0, -1, -1, 1_000_000, null);
    assertThat(line.toJson())
        .contains("\"code\":\"invalid_json\"")
        .doesNotContain("ttft_ms")
        .doesNotContain("finish_reason");
  }
}
