// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adyton.benchmarks.http.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PromptSourceTest {
  @Test
  void repeatsNoPromptAndRepeatsThemAllWithTheSameSeed() {
    PromptSource one = new PromptSource(workload(PromptShape.SHORT, 12, 0));
    PromptSource other = new PromptSource(workload(PromptShape.SHORT, 12, 0));
    String first = one.next().messages().toString();

    assertThat(other.next().messages().toString()).isEqualTo(first);
    assertThat(one.next().messages().toString()).isNotEqualTo(first);
  }

  @Test
  void sharesTheSystemPromptAndNothingElse() {
    PromptSource source = new PromptSource(workload(PromptShape.SHARED_PREFIX, 5, 40));
    Conversation one = source.next();
    Conversation other = source.next();

    assertThat(one.messages().getFirst()).isEqualTo(other.messages().getFirst());
    assertThat(one.messages().getFirst().role()).isEqualTo("system");
    assertThat(one.messages().getFirst().content().split(" ")).hasSize(40);
    assertThat(one.messages().getLast()).isNotEqualTo(other.messages().getLast());
  }

  @Test
  void carriesConversationOnForItsTurnsThenBeginsAnother() {
    PromptSource source = new PromptSource(workload(PromptShape.MULTI_TURN, 5, 0));
    Conversation first = source.next();
    source.answered(first, "an answer");
    Conversation second = source.next();

    assertThat(second).isSameAs(first);
    assertThat(second.messages())
        .extracting(Conversation.Message::role)
        .containsExactly("user", "assistant", "user");

    source.answered(second, "another");
    assertThat(source.next()).isNotSameAs(first);
  }

  @Test
  void writesRequestThatAnyOpenAiServerTakes() throws IOException {
    Workload workload = workload(PromptShape.SHORT, 5, 0);
    byte[] request =
        new ChatRequestWriter(
                Endpoint.of(URI.create("http://127.0.0.1:8080/v1/")), workload, "sk-key")
            .write(new PromptSource(workload).next());
    String text = new String(request, StandardCharsets.UTF_8);
    String body = text.substring(text.indexOf("\r\n\r\n") + 4);
    JsonNode json = JsonMapper.builder().build().readTree(body);

    assertThat(text)
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:8080\r\n")
        .contains("\r\nauthorization: Bearer sk-key\r\n")
        .contains("\r\ncontent-length: " + body.length() + "\r\n");
    assertThat(json.at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(json.at("/stream_options/include_usage").asBoolean()).isTrue();
    assertThat(json.at("/max_tokens").asInt()).isEqualTo(8);
    assertThat(json.at("/ignore_eos").asBoolean()).isTrue();
  }

  private static Workload workload(PromptShape shape, int words, int sharedWords) {
    return new Workload("m", shape, words, sharedWords, 2, 8, true, 42);
  }
}
