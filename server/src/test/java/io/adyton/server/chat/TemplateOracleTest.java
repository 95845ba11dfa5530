// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Renders real templates and compares every byte with what Python's Jinja2 printed, and every
 * refusal with one of Python's. {@code dev/render-templates.py} wrote the expectations.
 */
class TemplateOracleTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-05T14:07:09Z"), ZoneOffset.UTC);

  private final SampleConversations conversations = new SampleConversations();

  @AfterEach
  void closeTexts() {
    conversations.close();
  }

  @Test
  void expectsSixtyEightRendersOfSeventeenTemplates() {
    JsonNode expected = SampleConversations.resource("expected-renders.json");
    assertThat(expected).hasSize(17).allSatisfy(byName -> assertThat(byName).hasSize(4));
  }

  @TestFactory
  Stream<DynamicTest> rendersAsPythonDoesToTheByte() {
    return each("expected-renders.json", this::text);
  }

  @TestFactory
  Stream<DynamicTest> rendersEveryTemplateOfTheReleaseAsPythonDoes() {
    return each("expected-digests.json", this::digest);
  }

  private interface Renderer {
    String render(ChatTemplate template, String conversation);
  }

  private Stream<DynamicTest> each(String resource, Renderer renderer) {
    JsonNode expected = SampleConversations.resource(resource);
    Map<String, String> templates = ReleaseTemplates.all();
    return expected.properties().stream()
        .flatMap(
            template ->
                template.getValue().properties().stream()
                    .map(
                        render ->
                            DynamicTest.dynamicTest(
                                template.getKey() + ": " + render.getKey(),
                                () ->
                                    check(
                                        compile(templates.get(template.getKey())),
                                        render.getKey(),
                                        render.getValue(),
                                        renderer))));
  }

  private static void check(
      ChatTemplate template, String conversation, JsonNode expected, Renderer renderer) {
    if (expected.isNull()) {
      assertThatThrownBy(() -> renderer.render(template, conversation))
          .isInstanceOf(TemplateException.class);
    } else {
      assertThat(renderer.render(template, conversation)).isEqualTo(expected.asText());
    }
  }

  private static ChatTemplate compile(@Nullable String source) {
    return ChatTemplate.compile(Objects.requireNonNull(source), "<s>", "</s>", CLOCK);
  }

  private String text(ChatTemplate template, String name) {
    try (RenderedPrompt prompt =
        template.render(conversations.conversation(name), conversations.options(name))) {
      Text text = prompt.text();
      byte[] bytes = new byte[text.length()];
      text.get(0, bytes, 0, bytes.length);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private String digest(ChatTemplate template, String name) {
    String text = text(template, name);
    if (text.isEmpty()) {
      return text;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
