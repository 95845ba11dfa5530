// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.scheduler.text.Text;
import io.adyton.server.json.JsonSyntaxException.Reason;
import io.adyton.server.json.JsonValue.Type;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonScannerTest {
  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("", Reason.UNEXPECTED_END, 0),
        refusal(" ", Reason.UNEXPECTED_END, 1),
        refusal("nul", Reason.UNEXPECTED_END, 3),
        refusal("NaN", Reason.EXPECTED_VALUE, 0),
        refusal("{a:1}", Reason.EXPECTED_NAME, 1),
        refusal("{\"a\" 1}", Reason.EXPECTED_COLON, 5),
        refusal("{\"a\":1,}", Reason.EXPECTED_NAME, 7),
        refusal("{\"a\":1 \"b\":2}", Reason.EXPECTED_COMMA_OR_END, 7),
        refusal("[1,]", Reason.EXPECTED_VALUE, 3),
        refusal("[1 2]", Reason.EXPECTED_COMMA_OR_END, 3),
        refusal("01", Reason.TRAILING_BYTES, 1),
        refusal("-", Reason.UNEXPECTED_END, 1),
        refusal("+1", Reason.EXPECTED_VALUE, 0),
        refusal("1.", Reason.UNEXPECTED_END, 2),
        refusal(".5", Reason.EXPECTED_VALUE, 0),
        refusal("1e", Reason.UNEXPECTED_END, 2),
        refusal("[1.x]", Reason.MALFORMED_NUMBER, 3),
        refusal("\"\\x\"", Reason.MALFORMED_ESCAPE, 2),
        refusal("\"\\u12g4\"", Reason.MALFORMED_ESCAPE, 5),
        refusal("\"\\ud800\"", Reason.LONE_SURROGATE, 7),
        refusal("\"\\udc00\"", Reason.LONE_SURROGATE, 7),
        refusal("\"\\ud800\\u0041\"", Reason.LONE_SURROGATE, 13),
        refusal("\"a\nb\"", Reason.CONTROL_CHARACTER, 2),
        refusal("\"abc", Reason.UNEXPECTED_END, 4),
        refusal("1 2", Reason.TRAILING_BYTES, 2),
        refusal("{\"a\":1,\"a\":2}", Reason.DUPLICATE_NAME, 8),
        refusal("{\"a\":1,\"\\u0061\":2}", Reason.DUPLICATE_NAME, 8),
        refusal("[".repeat(65) + "]".repeat(65), Reason.TOO_DEEP, 64),
        refusal("1".repeat(65), Reason.NUMBER_TOO_LONG, 65));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void saysWhyAndWhere(String json, Reason reason, int offset) {
    try (Text text = Text.ofPublic(json)) {
      assertThatThrownBy(() -> JsonValue.parse(text, JsonLimits.REQUEST))
          .isInstanceOfSatisfying(
              JsonSyntaxException.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(reason);
                assertThat(refused.offset()).isEqualTo(offset);
              });
    }
  }

  @ParameterizedTest
  @MethodSource("malformedUtf8")
  void refusesMalformedUtf8(byte[] bytes) {
    try (Text text = Text.withCapacity(8)) {
      text.append((byte) '"').append(bytes, 0, bytes.length).append((byte) '"');
      assertThatThrownBy(() -> JsonValue.parse(text, JsonLimits.REQUEST))
          .isInstanceOf(JsonSyntaxException.class);
    }
  }

  static Stream<byte[]> malformedUtf8() {
    return Stream.of(
            "80",
            "c080",
            "c1bf",
            "e08080",
            "eda080",
            "f0808080",
            "f4908080",
            "f5808080",
            "c3",
            "e282",
            "ff")
        .map(HexFormat.of()::parseHex);
  }

  @Test
  void unescapesIntoText() throws Exception {
    String json = "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20ac\\ud83d\\ude00é\"";
    try (Text document = Text.ofPublic(json);
        Text said = JsonValue.parse(document, JsonLimits.REQUEST).text()) {
      assertThat(StandardCharsets.UTF_8.decode(said.view()).toString())
          .isEqualTo("a\"\\/\b\f\n\r\té€😀é");
    }
  }

  @Test
  void walksContainersInOrder() throws Exception {
    try (Text document = Text.ofPublic("{\"a\":[1,{\"b\":[]},\"c\"],\"d\":null}")) {
      JsonValue root = JsonValue.parse(document, JsonLimits.REQUEST);

      assertThat(root.members())
          .extracting(member -> member.name().publicString(9).orElseThrow())
          .containsExactly("a", "d");
      assertThat(root.members().getFirst().value().elements())
          .extracting(JsonValue::type)
          .containsExactly(Type.NUMBER, Type.OBJECT, Type.STRING);
      assertThat(root.members().getLast().value().is(Type.NULL)).isTrue();
    }
  }

  @Test
  void findsDuplicatesAmongManyNamesInReasonableTime() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 60_000; i++) {
      json.append('"').append(i).append("\":0,");
    }
    try (Text document = Text.ofPublic(json + "\"7\":1}")) {
      assertThatThrownBy(() -> JsonValue.parse(document, JsonLimits.REQUEST))
          .hasMessageContaining("same name");
    }
  }

  @Test
  void countsValues() {
    JsonLimits few = new JsonLimits(1 << 10, 64, 3, 64);
    try (Text document = Text.ofPublic("[1,2,3]")) {
      assertThatThrownBy(() -> JsonValue.parse(document, few))
          .hasMessageContaining("too many values");
    }
  }

  private static Arguments refusal(String json, Reason reason, int offset) {
    return Arguments.of(json, reason, offset);
  }
}
