// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateValue.Content;
import io.adyton.server.chat.jinja.TemplateValue.Field;
import io.adyton.server.chat.jinja.TemplateValue.Known;
import io.adyton.server.openai.ChatCompletionRequest.StreamOptions;
import io.adyton.server.openai.ChatRequestParser.Served;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestParserTest {
  private static final Served MODEL = new Served(1000, false, false);
  private static final Served CONFIDENTIAL = new Served(1000, false, true);

  @Test
  void appliesDefaults() throws Exception {
    try (ChatCompletionRequest request = parse("")) {
      assertThat(request.model()).isEqualTo("m");
      assertThat(request.maxTokens()).isNull();
      assertThat(request.stream()).isNull();
      assertThat(request.sampling().temperature()).isEqualTo(1);
      assertThat(request.sampling().topP()).isEqualTo(1);
      assertThat(request.sampling().topK()).isZero();
      assertThat(request.sampling().seed()).isEqualTo(42);
      assertThat(request.stop()).isEmpty();
      assertThat(request.priority()).isZero();
      assertThat(request.ignored()).isEmpty();
    }
  }

  @Test
  void readsEveryHonouredField() throws Exception {
    try (ChatCompletionRequest request =
        parse(
            """
            "max_tokens":5,"max_completion_tokens":7,"temperature":0.5,"top_p":0.25,"top_k":3,
            "min_p":0.125,"presence_penalty":-1,"frequency_penalty":2,"repetition_penalty":1.5,
            "seed":-9223372036854775808,"stop":["a","bc"],"logit_bias":{"1":-100,"999":2.5},
            "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":true},
            "ignore_eos":true,"prompt_cache_key":"k","priority":3,"service_tier":"flex",
            "return_progress":true
            """)) {
      assertThat(request.maxTokens()).isEqualTo(7);
      assertThat(request.sampling().temperature()).isEqualTo(0.5f);
      assertThat(request.sampling().topP()).isEqualTo(0.25f);
      assertThat(request.sampling().topK()).isEqualTo(3);
      assertThat(request.sampling().minP()).isEqualTo(0.125f);
      assertThat(request.sampling().presencePenalty()).isEqualTo(-1);
      assertThat(request.sampling().frequencyPenalty()).isEqualTo(2);
      assertThat(request.sampling().repetitionPenalty()).isEqualTo(1.5f);
      assertThat(request.sampling().seed()).isEqualTo(Long.MIN_VALUE);
      assertThat(request.sampling().logitBias()).isEqualTo(Map.of(1, -100f, 999, 2.5f));
      assertThat(request.stop())
          .extracting(ChatRequestParserTest::spelled)
          .containsExactly("a", "bc");
      assertThat(request.stream()).isEqualTo(new StreamOptions(true, true, true));
      assertThat(request.ignoreEndOfGeneration()).isTrue();
      assertThat(request.cacheSalt()).isEqualTo("k");
      assertThat(request.priority()).isEqualTo(-13);
      assertThat(request.serviceTier()).isEqualTo("flex");
    }
  }

  @Test
  void readsHowManyTokensAreScored() throws Exception {
    assertThat(alternatives("")).isEqualTo(TokenScores.NOT_WANTED);
    assertThat(alternatives("\"logprobs\":false,\"top_logprobs\":null"))
        .isEqualTo(TokenScores.NOT_WANTED);
    assertThat(alternatives("\"logprobs\":true")).isZero();
    assertThat(alternatives("\"logprobs\":true,\"top_logprobs\":20")).isEqualTo(20);
  }

  private static int alternatives(String fields) throws ApiException {
    try (ChatCompletionRequest request = parse(fields)) {
      return request.alternatives();
    }
  }

  @Test
  void keepsContentsInOneTextAndJoinsParts() throws Exception {
    String body =
        """
        {"model":"m","messages":[{"role":"developer","content":"be brief"},
        {"role":"user","content":[{"type":"text","text":"one\\n"},{"type":"text","text":"two"}]},
        {"role":"assistant","content":"ok","refusal":null,"tool_calls":[]}]}
        """;
    try (Text text = Text.ofPublic(body);
        ChatCompletionRequest request = ChatRequestParser.parse(text, MODEL, () -> 42)) {
      assertThat(request.conversation().messages())
          .extracting(
              message -> field(message.fields(), "role") + ":" + field(message.fields(), "content"))
          .containsExactly("system:be brief", "user:one\n\ntwo", "assistant:ok");
      assertThat(spelled(request.words())).isEqualTo("be briefone\n\ntwook");
    }
  }

  @Test
  void keepsTheWordsToGoOnFrom() throws Exception {
    String body =
        "{\"model\":\"m\",\"continue_final_message\":true,\"messages\":["
            + "{\"role\":\"user\",\"content\":\"one\"},"
            + "{\"content\":\"two\",\"name\":\"x\",\"role\":\"assistant\"}]}";
    try (Text text = Text.ofPublic(body);
        ChatCompletionRequest request = ChatRequestParser.parse(text, MODEL, () -> 42)) {
      assertThat(request.rendering().addGenerationPrompt()).isFalse();
      assertThat(request.continued()).isEqualTo(new Content(request.words(), 3, 3));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,"stream":true                                                      | true
          ,"stream":true,"stream_options":{}                                  | true
          ,"stream":true,"stream_options":{"include_obfuscation":null}        | true
          ,"stream":true,"stream_options":{"include_obfuscation":false}       | false
          ,"stream":true,"store":false,"prompt_cache_retention":"in_memory"   | true
          """)
  void padsStreamsOfAConfidentialServerUnlessToldNot(String fields, boolean padded)
      throws Exception {
    try (Text text = confidentialBody(fields);
        ChatCompletionRequest request = ChatRequestParser.parse(text, CONFIDENTIAL, () -> 42)) {
      assertThat(request.stream()).isEqualTo(new StreamOptions(false, padded, false));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,"store":true                     | store
          ,"prompt_cache_retention":"24h"   | prompt_cache_retention
          """)
  void refusesToKeepAnythingOnAConfidentialServer(String fields, String parameter)
      throws Exception {
    try (Text text = confidentialBody(fields)) {
      assertThatThrownBy(() -> ChatRequestParser.parse(text, CONFIDENTIAL, () -> 42))
          .isInstanceOfSatisfying(
              ApiException.class,
              refusal -> {
                assertThat(refusal.error().code()).isEqualTo(ErrorCode.UNSUPPORTED_PARAMETER);
                assertThat(refusal.error().parameter()).isEqualTo(parameter);
              });
    }
  }

  private static Text confidentialBody(String fields) {
    return Text.ofPublic(
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + fields + "}");
  }

  @Test
  void leavesTheRoleDeveloperToTemplatesThatKnowIt() throws Exception {
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"x\"}]}";
    try (Text text = Text.ofPublic(body);
        ChatCompletionRequest request =
            ChatRequestParser.parse(text, new Served(10, true, false), () -> 42)) {
      assertThat(field(request.conversation().messages().getFirst().fields(), "role"))
          .isEqualTo("developer");
    }
  }

  @Test
  void listsWhatHasNoEffect() throws Exception {
    try (ChatCompletionRequest request =
        parse("\"prediction\":{},\"store\":true,\"x\\r\\ny\":1,\"return_progress\":true")) {
      assertThat(request.ignored())
          .containsExactly("prediction", "store", "x??y", "return_progress");
    }
  }

  @Test
  void letsHarmlessValuesOfLaterFieldsPass() throws Exception {
    parse(
            """
            "n":1,"tools":[],"tool_choice":"none","response_format":{"type":"text"},
            "modalities":["text"],"functions":[],"function_call":"auto","audio":null,
            "tool_choice_":null
            """)
        .close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "n":2                                   | n
          "tools":[{}]                            | tools
          "tool_choice":"required"                | tool_choice
          "tool_choice":{}                        | tool_choice
          "response_format":{"type":"json_object"}| response_format
          "response_format":{}                    | response_format
          "functions":[{}]                        | functions
          "function_call":{}                      | function_call
          "modalities":["audio"]                  | modalities
          "audio":{}                              | audio
          "web_search_options":{}                 | web_search_options
          """)
  void namesWhatThisVersionDoesNotDo(String field, String parameter) {
    assertRefused(field, ErrorCode.UNSUPPORTED_PARAMETER, parameter);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("\"stop\":\"\"", ErrorCode.INVALID_VALUE, "stop"),
        Arguments.of("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", ErrorCode.TOO_LONG, "stop"),
        Arguments.of("\"stop\":\"" + "x".repeat(65) + "\"", ErrorCode.TOO_LONG, "stop"),
        Arguments.of("\"stop\":5", ErrorCode.INVALID_TYPE, "stop"),
        Arguments.of("\"logit_bias\":{\"1000\":1}", ErrorCode.INVALID_VALUE, "logit_bias"),
        Arguments.of("\"logit_bias\":{\"x\":1}", ErrorCode.INVALID_VALUE, "logit_bias"),
        Arguments.of("\"logit_bias\":{\"1\":101}", ErrorCode.OUT_OF_RANGE, "logit_bias"),
        Arguments.of("\"logit_bias\":[]", ErrorCode.INVALID_TYPE, "logit_bias"),
        Arguments.of("\"top_logprobs\":3", ErrorCode.INVALID_VALUE, "top_logprobs"),
        Arguments.of(
            "\"top_logprobs\":0,\"logprobs\":false", ErrorCode.INVALID_VALUE, "top_logprobs"),
        Arguments.of(
            "\"top_logprobs\":21,\"logprobs\":true", ErrorCode.OUT_OF_RANGE, "top_logprobs"),
        Arguments.of(
            "\"logprobs\":true,\"logit_bias\":{\"1\":1}", ErrorCode.INVALID_VALUE, "logit_bias"),
        Arguments.of("\"stream\":1", ErrorCode.INVALID_TYPE, "stream"),
        Arguments.of("\"stream_options\":{}", ErrorCode.INVALID_VALUE, "stream_options"),
        Arguments.of(
            "\"stream\":true,\"stream_options\":{\"include_usage\":1}",
            ErrorCode.INVALID_TYPE,
            "stream_options.include_usage"),
        Arguments.of(
            "\"continue_final_message\":true", ErrorCode.INVALID_VALUE, "continue_final_message"),
        Arguments.of("\"service_tier\":\"best\"", ErrorCode.INVALID_VALUE, "service_tier"),
        Arguments.of("\"metadata\":{\"a\":1}", ErrorCode.INVALID_TYPE, "metadata"),
        Arguments.of("\"user\":\"" + "x".repeat(513) + "\"", ErrorCode.TOO_LONG, "user"),
        Arguments.of("\"store\":\"yes\"", ErrorCode.INVALID_TYPE, "store"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void namesTheFieldAtFault(String field, ErrorCode code, String parameter) {
    assertRefused(field, code, parameter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"messages":[{"role":"user","content":"x"}]}                     | MISSING_REQUIRED_PARAMETER | model
          {"model":"m"}                                                    | MISSING_REQUIRED_PARAMETER | messages
          {"model":null,"messages":null}                                   | MISSING_REQUIRED_PARAMETER | model
          {"model":5,"messages":[]}                                        | INVALID_TYPE | model
          {"model":"m","messages":{}}                                      | INVALID_TYPE | messages
          {"model":"m","messages":[]}                                      | INVALID_VALUE | messages
          {"model":"m","messages":["x"]}                                   | INVALID_TYPE | messages[0]
          {"model":"m","messages":[{"content":"x"}]}                       | MISSING_REQUIRED_PARAMETER | messages[0].role
          {"model":"m","messages":[{"role":"user"}]}                       | MISSING_REQUIRED_PARAMETER | messages[0].content
          {"model":"m","messages":[{"role":"king","content":"x"}]}         | INVALID_VALUE | messages[0].role
          {"model":"m","messages":[{"role":"tool","content":"x"}]}         | UNSUPPORTED_PARAMETER | messages[0].role
          {"model":"m","messages":[{"role":"user","content":5}]}           | INVALID_TYPE | messages[0].content
          {"model":"m","messages":[{"role":"user","content":[]}]}          | INVALID_VALUE | messages[0].content
          {"model":"m","messages":[{"role":"user","content":[{"type":"image_url"}]}]} | UNSUPPORTED_PARAMETER | messages[0].content[0].type
          {"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]} | MISSING_REQUIRED_PARAMETER | messages[0].content[0].text
          {"model":"m","messages":[{"role":"assistant","content":"x","tool_calls":[{}]}]} | UNSUPPORTED_PARAMETER | messages[0].tool_calls
          []                                                               | INVALID_JSON |
          {                                                                | INVALID_JSON |
          """)
  void checksTheBody(String body, ErrorCode code, String parameter) {
    try (Text text = Text.ofPublic(body)) {
      assertThatThrownBy(() -> ChatRequestParser.parse(text, MODEL, () -> 42))
          .isInstanceOfSatisfying(
              ApiException.class,
              refused -> {
                assertThat(refused.error().code()).isEqualTo(code);
                assertThat(refused.error().parameter()).isEqualTo(parameter);
              });
    }
  }

  private static void assertRefused(String fields, ErrorCode code, String parameter) {
    assertThatThrownBy(() -> parse(fields))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.error().code()).isEqualTo(code);
              assertThat(refused.error().parameter()).isEqualTo(parameter);
            });
  }

  private static ChatCompletionRequest parse(String fields) throws ApiException {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
            + (fields.isEmpty() ? "" : "," + fields)
            + "}";
    try (Text text = Text.ofPublic(body)) {
      return ChatRequestParser.parse(text, MODEL, () -> 42);
    }
  }

  private static String field(List<Field> fields, String name) {
    return fields.stream()
        .filter(field -> field.name().equals(new Known(name)))
        .map(
            field ->
                switch (field.value()) {
                  case Known known -> known.text();
                  case Content content ->
                      StandardCharsets.UTF_8
                          .decode(content.text().view().slice(content.offset(), content.length()))
                          .toString();
                  default -> throw new AssertionError("not characters: " + field.value());
                })
        .findFirst()
        .orElseThrow();
  }

  private static String spelled(Text text) {
    return StandardCharsets.UTF_8.decode(text.view()).toString();
  }
}
