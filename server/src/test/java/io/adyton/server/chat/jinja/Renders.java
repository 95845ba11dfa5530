// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateValue.Field;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renders small templates into Java strings, which only tests may do. */
final class Renders {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-05T14:07:09Z"), ZoneOffset.UTC);

  private Renders() {}

  static String render(String template) {
    return render(template, Map.of());
  }

  static String render(String template, Map<String, TemplateValue> variables) {
    try (Text target = Text.withCapacity(64)) {
      JinjaTemplate.compile(template).render(variables, CLOCK, target);
      byte[] bytes = new byte[target.length()];
      target.get(0, bytes, 0, bytes.length);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Returns JSON as values of the template's own, so that no text needs an owner. */
  static TemplateValue known(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        List<Field> fields = new ArrayList<>();
        json.properties()
            .forEach(entry -> fields.add(Field.named(entry.getKey(), known(entry.getValue()))));
        yield new Fields(fields);
      }
      case ARRAY -> {
        List<TemplateValue> values = new ArrayList<>();
        json.forEach(each -> values.add(known(each)));
        yield new TemplateValue.Items(values);
      }
      case STRING -> TemplateValue.known(json.asText());
      case BOOLEAN -> new TemplateValue.Bool(json.asBoolean());
      case NUMBER ->
          json.isIntegralNumber()
              ? new TemplateValue.Int(json.asLong())
              : new TemplateValue.Float(json.asDouble());
      case NULL -> new TemplateValue.Null();
      case BINARY, MISSING, POJO -> throw new IllegalStateException("not JSON: " + json);
    };
  }

  static Map<String, TemplateValue> variables(JsonNode json) {
    Map<String, TemplateValue> variables = new HashMap<>();
    json.properties().forEach(entry -> variables.put(entry.getKey(), known(entry.getValue())));
    return variables;
  }
}
