// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.e2e.http.JsonClient;
import io.adyton.e2e.http.RawAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One chat with log-probabilities, whose prompt carries a mark. Its completion cannot be forced,
 * since {@code logit_bias} is refused beside them, so it is drawn at a high temperature: five
 * tokens of it in a row occur nowhere else.
 *
 * @param way over which transport it goes, for the report
 * @param mark text inside the prompt
 * @param seed of the draw
 * @param streamed whether the answer comes piece by piece
 */
record ScoredCanary(String way, String mark, int seed, boolean streamed) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOKENS_IN_A_ROW = 5;
  private static final String WORDS = "[A-Za-z]* [A-Za-z ]*";
  private static final int LONG_ENOUGH = 24;

  /** Sends the chat and returns what must not be left of it in memory. */
  List<Pattern> send(JsonClient connection, String model) throws IOException {
    RawAnswer answer =
        connection.post(
            "/v1/chat/completions",
            "{\"model\":\""
                + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Keep this: "
                + mark
                + "\"}],\"temperature\":2,\"max_tokens\":24,\"logprobs\":true,\"top_logprobs\":2,"
                + "\"seed\":"
                + seed
                + ",\"stream\":"
                + streamed
                + "}");
    if (answer.status() != 200) {
      throw new AssertionError("expected an answer, but got " + answer.text());
    }
    List<Pattern> patterns = new ArrayList<>();
    add(patterns, "prompt", mark);
    List<String> tokens = streamed ? streamedTokens(answer) : tokens(JSON.readTree(answer.body()));
    for (int i = 0; i + TOKENS_IN_A_ROW <= tokens.size(); i++) {
      String row = String.join("", tokens.subList(i, i + TOKENS_IN_A_ROW));
      if (row.length() >= LONG_ENOUGH && row.strip().matches(WORDS)) {
        add(patterns, "completion", row.strip());
      }
    }
    for (String token : tokens) {
      if (token.matches(" ?[A-Za-z]+")) {
        String scored = "{\"token\":\"" + token + "\",\"logprob\":";
        Encoding.UTF_8
            .of(scored)
            .forEach(bytes -> patterns.add(new Pattern(group("completion"), "scores", bytes)));
      }
    }
    return patterns;
  }

  private void add(List<Pattern> patterns, String what, String text) {
    for (Encoding encoding : Encoding.values()) {
      encoding
          .of(text)
          .forEach(bytes -> patterns.add(new Pattern(group(what), encoding.name(), bytes)));
    }
  }

  private String group(String what) {
    return what + " with log-probabilities over " + way;
  }

  private static List<String> streamedTokens(RawAnswer answer) throws IOException {
    List<String> tokens = new ArrayList<>();
    for (String line : answer.text().lines().toList()) {
      if (line.startsWith("data: {")) {
        tokens.addAll(tokens(JSON.readTree(line.substring("data: ".length()))));
      }
    }
    return tokens;
  }

  private static List<String> tokens(JsonNode answer) {
    List<String> tokens = new ArrayList<>();
    answer
        .path("choices")
        .path(0)
        .path("logprobs")
        .path("content")
        .forEach(entry -> tokens.add(entry.get("token").textValue()));
    return tokens;
  }
}
