// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import io.adyton.e2e.http.JsonClient;
import io.adyton.e2e.http.RawAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One chat whose texts occur nowhere else: the prompt carries a mark, and the completion is forced
 * to be one rare word again and again.
 *
 * @param way over which transport it goes, for the report
 * @param mark text inside the prompt
 * @param word the token that the completion consists of
 * @param streamed whether the answer comes piece by piece
 */
record Canary(String way, String mark, RareWord word, boolean streamed) {
  static final int COMPLETION_TOKENS = 6;

  /** Sends the chat and checks that the completion is the forced one. */
  void send(JsonClient connection, String model) throws IOException {
    RawAnswer answer =
        connection.post(
            "/v1/chat/completions",
            "{\"model\":\""
                + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Keep this: "
                + mark
                + "\"}],\"temperature\":0,\"max_tokens\":"
                + COMPLETION_TOKENS
                + ",\"logit_bias\":{\""
                + word.id()
                + "\":100},\"stream\":"
                + streamed
                + "}");
    int occurrences = answer.text().split(word.text(), -1).length - 1;
    if (answer.status() != 200 || occurrences != COMPLETION_TOKENS) {
      throw new AssertionError(
          "expected "
              + COMPLETION_TOKENS
              + " times the forced word, but status "
              + answer.status()
              + " brought "
              + occurrences);
    }
  }

  /** Returns what must not be left in memory. */
  List<Pattern> patterns() {
    List<Pattern> patterns = new ArrayList<>();
    for (Encoding encoding : Encoding.values()) {
      add(patterns, "prompt over " + way, encoding, mark);
      add(patterns, "completion over " + way, encoding, word.text().repeat(2));
    }
    add(patterns, "completion over " + way, Encoding.UTF_8, "\"content\":\"" + word.text());
    return patterns;
  }

  private static void add(List<Pattern> patterns, String group, Encoding encoding, String text) {
    encoding.of(text).forEach(bytes -> patterns.add(new Pattern(group, encoding.name(), bytes)));
  }
}
