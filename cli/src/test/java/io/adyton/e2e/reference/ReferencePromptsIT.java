// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.e2e.TestModel;
import io.adyton.llama.LlamaLibrary;
import io.adyton.scheduler.engine.LlamaEngine;
import io.adyton.scheduler.engine.LlamaEngineOptions;
import io.adyton.scheduler.text.Text;
import io.adyton.server.api.PromptTokenizer;
import io.adyton.server.chat.ChatTemplate;
import io.adyton.server.chat.Conversation;
import io.adyton.server.chat.RenderOptions;
import io.adyton.server.chat.RenderedPrompt;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rendered by our template engine and tokenized, conversations are the oracle's prompts: by the
 * model's template, and by ChatML where it has none.
 */
class ReferencePromptsIT {
  private static final Path NATIVES = Path.of("target/e2e/natives");

  @ParameterizedTest
  @EnumSource
  void rendersAndTokenizesEveryConversationAsTheOracleDoes(TestModel model) throws Exception {
    Map<String, List<Reference.Message>> conversations = Reference.conversations();
    Files.createDirectories(NATIVES);
    try (LlamaEngine engine =
        LlamaEngine.load(
            LlamaLibrary.load(NATIVES.toAbsolutePath()),
            model.file(),
            LlamaEngineOptions.DEFAULT.withContextLength(256).withSequences(1))) {
      PromptTokenizer prompts = PromptTokenizer.of(engine.tokenizer());
      ChatTemplate template =
          ChatTemplate.of(engine.model(), engine.tokenizer(), Clock.systemUTC());

      for (Reference.Case expected : Reference.of(model).cases()) {
        Conversation conversation =
            Conversation.of(
                Objects.requireNonNull(conversations.get(expected.name())).stream()
                    .map(each -> Conversation.message(each.role(), Text.ofPublic(each.content())))
                    .toArray(Fields[]::new));
        try (RenderedPrompt prompt = template.render(conversation, RenderOptions.ANSWER)) {
          assertThat(prompts.tokenize(prompt)).as(expected.name()).isEqualTo(expected.promptIds());
        }
      }
    }
  }
}
