// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What today's clients make of bytes that a server could send.
 *
 * <p>The tables of docs/compatibility-clients.md are this test's expectation; with the system
 * property {@code adyton.test.record} set it writes them instead. A client that changes its mind
 * fails the test, so that somebody decides whether the server must change, too.
 */
class SdkMatrixIT {
  private static final Path DOCUMENT = Path.of("../docs/compatibility-clients.md");
  private static final String STREAMS = "## Bytes of a stream";
  private static final String STATUSES = "## Statuses and retries";
  private static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\ncontent-type: text/event-stream; charset=utf-8\n";

  @ParameterizedTest
  @EnumSource
  void reactsToStreamsAsRecorded(SdkKind kind) throws IOException {
    try (Sdk sdk = kind.start(null)) {
      Map<String, String> reactions = new LinkedHashMap<>();
      for (WireForm form : WireForm.all()) {
        try (ByteServer server = ByteServer.answering(STREAM_HEAD, form.body())) {
          SdkCommand command = command(server.baseUrl()).as(SdkCommand.Operation.STREAM);
          reactions.put(form.name(), reaction(sdk.runOnce(command)));
        }
      }
      requireRecorded(STREAMS, sdk, reactions);
      assertThat(reactions).containsEntry("plain stream", "ok");
    }
  }

  @ParameterizedTest
  @EnumSource
  void mapsAndRetriesStatusesAsRecorded(SdkKind kind) throws IOException {
    try (Sdk sdk = kind.start(null)) {
      Map<String, String> reactions = new LinkedHashMap<>();
      for (StatusForm form : StatusForm.all()) {
        try (ByteServer server = ByteServer.answering(form.head(), form.body())) {
          SdkOutcome outcome = sdk.runOnce(command(server.baseUrl()).retrying(2));
          reactions.put(form.name(), thrown(outcome) + ", " + requests(server.requests()));
        }
      }
      requireRecorded(STATUSES, sdk, reactions);
    }
  }

  private static SdkCommand command(URI baseUrl) {
    return SdkCommand.chat(baseUrl, "m", "Hello");
  }

  private static String reaction(SdkOutcome outcome) {
    if (outcome.error() != null) {
      return thrown(outcome);
    }
    if (!outcome.text().equals(WireForm.EXPECTED_TEXT)) {
      return outcome.text().startsWith(WireForm.EXPECTED_TEXT) ? "adds to the text" : "loses text";
    }
    if (!WireForm.EXPECTED_FINISH.equals(outcome.finish())) {
      return "loses the finish";
    }
    return outcome.oddities().isEmpty() ? "ok" : "delivers a " + outcome.oddities().getFirst();
  }

  private static String thrown(SdkOutcome outcome) {
    return outcome.error() == null ? "ok" : "throws " + outcome.error().kind();
  }

  private static String requests(int count) {
    return count == 1 ? "1 request" : count + " requests";
  }

  private static void requireRecorded(String heading, Sdk sdk, Map<String, String> reactions)
      throws IOException {
    MarkdownTable table = MarkdownTable.below(DOCUMENT, heading);
    String title = sdk.name() + " " + sdk.version();
    if (System.getProperty("adyton.test.record") != null) {
      table.record(sdk.name(), title, reactions);
    } else {
      assertThat(table.title(sdk.name())).isEqualTo(title);
      assertThat(table.column(sdk.name())).containsExactlyEntriesOf(reactions);
    }
  }
}
