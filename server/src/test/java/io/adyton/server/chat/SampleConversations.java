// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateValue;
import io.adyton.server.chat.jinja.TemplateValue.Field;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The conversations that {@code dev/render-templates.py} renders with Python, as requests. */
final class SampleConversations implements AutoCloseable {
  private final List<Text> texts = new ArrayList<>();
  private final Map<String, JsonNode> byName = new HashMap<>();

  SampleConversations() {
    for (JsonNode conversation : resource("conversations.json")) {
      byName.put(conversation.get("name").asText(), conversation);
    }
  }

  static JsonNode resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(SampleConversations.class.getResourceAsStream(name))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Conversation conversation(String name) {
    JsonNode json = Objects.requireNonNull(byName.get(name), name);
    return new Conversation(
        Objects.requireNonNull(objects(json.get("messages"))),
        objects(json.get("tools")),
        objects(json.get("documents")));
  }

  RenderOptions options(String name) {
    JsonNode json = Objects.requireNonNull(byName.get(name), name);
    Map<String, TemplateValue> arguments = new HashMap<>();
    json.path("arguments")
        .properties()
        .forEach(entry -> arguments.put(entry.getKey(), value(entry.getValue(), false)));
    return new RenderOptions(json.path("add_generation_prompt").asBoolean(true), arguments);
  }

  private @Nullable List<Fields> objects(@Nullable JsonNode json) {
    if (json == null) {
      return null;
    }
    List<Fields> objects = new ArrayList<>();
    json.forEach(each -> objects.add((Fields) value(each, false)));
    return objects;
  }

  private TemplateValue value(JsonNode json, boolean isPublic) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
          boolean isRole = entry.getKey().equals("role");
          fields.add(Field.named(entry.getKey(), value(entry.getValue(), isRole)));
        }
        yield new Fields(fields);
      }
      case ARRAY -> {
        List<TemplateValue> values = new ArrayList<>();
        json.forEach(each -> values.add(value(each, false)));
        yield new TemplateValue.Items(values);
      }
      case STRING -> isPublic ? TemplateValue.known(json.asText()) : content(json.asText());
      case BOOLEAN -> new TemplateValue.Bool(json.asBoolean());
      case NUMBER ->
          json.isIntegralNumber()
              ? new TemplateValue.Int(json.asLong())
              : new TemplateValue.Float(json.asDouble());
      case NULL -> new TemplateValue.Null();
      case BINARY, MISSING, POJO -> throw new IllegalStateException("not JSON: " + json);
    };
  }

  private TemplateValue content(String text) {
    Text copy = Text.copyOf(text.getBytes(StandardCharsets.UTF_8));
    texts.add(copy);
    return TemplateValue.content(copy);
  }

  @Override
  public void close() {
    texts.forEach(Text::close);
  }
}
