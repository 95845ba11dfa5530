// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {
  private static List<String> events(String stream, int partBytes) {
    List<String> events = new ArrayList<>();
    EventLines lines =
        new EventLines(
            (buffer, count) -> events.add(new String(buffer, 0, count, StandardCharsets.UTF_8)),
            4096);
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += partBytes) {
      lines.accept(bytes, from, Math.min(partBytes, bytes.length - from));
    }
    return events;
  }

  @Test
  void findsTheSameEventsWhereverTheStreamWasCut() {
    String stream = "data: é\n\n: keep-alive\n\n: note\ndata: two\nid: 1\n\ndata: cut";
    for (int partBytes = 1; partBytes <= stream.length(); partBytes++) {
      assertThat(events(stream, partBytes)).containsExactly("data: é\n\n", "data: two\nid: 1\n\n");
    }
  }

  @Test
  void takesNoCommentForOneWhenReadersMayFindDataInIt() {
    assertThat(events(": harmless\rdata: inserted\n\n", 1024))
        .containsExactly(": harmless\rdata: inserted\n\n");
  }

  @Test
  void refusesAnEventLongerThanAllowed() {
    assertThatThrownBy(() -> events("data: " + "x".repeat(5000), 100))
        .hasMessageContaining("at most 4096 bytes");
  }
}
