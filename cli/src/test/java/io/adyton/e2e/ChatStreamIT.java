// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.e2e.http.RawAnswer;
import io.adyton.e2e.http.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bytes of a streamed chat: the forms that break a client never occur. */
@ExtendWith(SharedServer.class)
class ChatStreamIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void consistsOfDataEventsAndCommentsOnly(AdytonProcess adyton) throws IOException {
    RawAnswer answer = stream(adyton, "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).contains("text/event-stream; charset=utf-8");
    assertThat(answer.header("cache-control")).contains("no-cache");
    assertThat(answer.text()).endsWith("data: [DONE]\n\n").doesNotContain("\r");
    for (String block : answer.text().split("\n\n")) {
      assertThat(block).matches("(?s): .+|data: \\{.+}|data: \\[DONE]").doesNotContain("\n");
    }
  }

  @Test
  void beginsWithTheRoleAndEndsWithASeparateFinish(AdytonProcess adyton) throws IOException {
    List<JsonNode> chunks = chunks(stream(adyton, ""));

    JsonNode first = chunks.getFirst().at("/choices/0");
    assertThat(first.at("/delta").toString())
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
    JsonNode last = chunks.getLast().at("/choices/0");
    assertThat(last.at("/delta").isObject()).isTrue();
    assertThat(last.at("/delta").size()).isZero();
    assertThat(last.at("/finish_reason").asText()).isIn("stop", "length");
    for (JsonNode chunk : chunks.subList(0, chunks.size() - 1)) {
      assertThat(chunk.at("/choices/0/finish_reason").isNull()).isTrue();
    }
  }

  @Test
  void repeatsIdentityInEveryChunkAndNeverNamesAnError(AdytonProcess adyton) throws IOException {
    List<JsonNode> chunks = chunks(stream(adyton, ""));

    assertThat(chunks)
        .extracting(chunk -> chunk.get("id").asText())
        .containsOnly(chunks.getFirst().get("id").asText());
    assertThat(chunks)
        .extracting(chunk -> chunk.get("created").asLong())
        .containsOnly(chunks.getFirst().get("created").asLong());
    assertThat(chunks)
        .extracting(chunk -> chunk.get("object").asText())
        .containsOnly("chat.completion.chunk");
    assertThat(chunks).noneMatch(chunk -> chunk.has("error"));
    assertThat(chunks).allMatch(chunk -> chunk.get("choices").size() == 1);
  }

  @Test
  void sendsUsageInAChunkOfItsOwnWhenAsked(AdytonProcess adyton) throws IOException {
    List<JsonNode> chunks = chunks(stream(adyton, ",\"stream_options\":{\"include_usage\":true}"));

    JsonNode last = chunks.getLast();
    assertThat(last.get("choices").size()).isZero();
    JsonNode usage = last.get("usage");
    assertThat(usage.get("prompt_tokens").asInt() + usage.get("completion_tokens").asInt())
        .isEqualTo(usage.get("total_tokens").asInt());
    for (JsonNode chunk : chunks.subList(0, chunks.size() - 1)) {
      assertThat(chunk.has("usage")).isTrue();
      assertThat(chunk.get("usage").isNull()).isTrue();
    }
  }

  private static RawAnswer stream(AdytonProcess adyton, String fields) throws IOException {
    try (RawHttp connection = adyton.connect()) {
      return connection.post(
          "/v1/chat/completions",
          "{\"model\":\"smollm2-135m-instruct\",\"stream\":true,\"temperature\":0,\"max_tokens\":24,\"messages\":[{\"role\":\"user\",\"content\":\"Say"
              + " hello to Zoë 🦊.\"}]"
              + fields
              + "}");
    }
  }

  private static List<JsonNode> chunks(RawAnswer answer) throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    for (String block : answer.text().split("\n\n")) {
      if (block.startsWith("data: {")) {
        chunks.add(JSON.readTree(block.substring("data: ".length())));
      }
    }
    assertThat(chunks).isNotEmpty();
    return chunks;
  }
}
