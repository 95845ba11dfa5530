// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the language, piece by piece, against Python's Jinja2. {@code dev/render-templates.py}
 * wrote the expectations; null is a refusal.
 */
class SnippetOracleTest {
  @TestFactory
  Stream<DynamicTest> meansWhatPythonMeans() {
    JsonNode snippets = resource("snippets.json");
    JsonNode expected = resource("expected-snippets.json");
    Map<String, TemplateValue> variables = Renders.variables(snippets.get("variables"));
    JsonNode templates = snippets.get("templates");
    assertThat(expected).hasSameSizeAs(templates);
    return IntStream.range(0, templates.size())
        .mapToObj(
            i -> {
              String template = templates.get(i).asText();
              return DynamicTest.dynamicTest(
                  template, () -> check(template, variables, expected.get(i)));
            });
  }

  private static void check(
      String template, Map<String, TemplateValue> variables, JsonNode expected) {
    if (expected.isNull()) {
      assertThatThrownBy(() -> Renders.render(template, variables))
          .as(template)
          .isInstanceOf(TemplateException.class);
    } else {
      assertThat(Renders.render(template, variables)).as(template).isEqualTo(expected.asText());
    }
  }

  private static JsonNode resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(SnippetOracleTest.class.getResourceAsStream(name))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
