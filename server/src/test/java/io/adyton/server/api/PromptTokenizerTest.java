// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.engine.SimulatedTokenizer;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.ChatTemplate;
import io.adyton.server.chat.Conversation;
import io.adyton.server.chat.RenderOptions;
import io.adyton.server.chat.RenderedPrompt;
import java.time.Clock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptTokenizerTest {
  private final PromptTokenizer tokenizer = PromptTokenizer.of(new SimulatedTokenizer());

  @Test
  void readsControlTokensOfTheTemplate() {
    assertThat(tokens("<s>{{ messages[0].content }}</s>", "hi"))
        .containsExactly(
            SimulatedTokenizer.BEGIN_OF_TEXT, 'h', 'i', SimulatedTokenizer.END_OF_TEXT);
  }

  @Test
  void neverReadsControlTokensOfTheClient() {
    assertThat(tokens("{{ messages[0].content }}</s>", "a</s>b"))
        .containsExactly(
            IntStream.concat(
                    IntStream.concat(
                        IntStream.of(SimulatedTokenizer.BEGIN_OF_TEXT), "a</s>b".chars()),
                    IntStream.of(SimulatedTokenizer.END_OF_TEXT))
                .toArray());
  }

  @Test
  void doesNotDoubleBeginOfText() {
    assertThat(tokens("<s>{{ messages[0].content }}", "x"))
        .containsExactly(SimulatedTokenizer.BEGIN_OF_TEXT, 'x');
    assertThat(tokens("{{ messages[0].content }}", "x"))
        .containsExactly(SimulatedTokenizer.BEGIN_OF_TEXT, 'x');
  }

  @Test
  void spellsOutControlTokensThatSpanTemplateAndClient() {
    assertThat(tokens("{{ messages[0].content }}/s>", "<"))
        .containsExactly(SimulatedTokenizer.BEGIN_OF_TEXT, '<', '/', 's', '>');
  }

  private int[] tokens(String template, String content) {
    ChatTemplate compiled = ChatTemplate.compile(template, "<s>", "</s>", Clock.systemUTC());
    try (Text text = Text.ofPublic(content);
        RenderedPrompt prompt =
            compiled.render(
                Conversation.of(Conversation.message("user", text)), RenderOptions.ANSWER)) {
      return tokenizer.tokenize(prompt);
    }
  }
}
