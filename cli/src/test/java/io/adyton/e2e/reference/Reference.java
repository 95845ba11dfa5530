// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.reference;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.e2e.TestModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the oracle answered for one model.
 *
 * @param model the catalog's name
 * @param modelSha256 digest of the file
 * @param oracle which program it was
 * @param settings how it ran
 * @param cpuLibrary which of the release's CPU libraries it chose
 * @param unchangedAtOnce how many of the cases it answered the same when all ran at once
 * @param cases one per conversation
 */
record Reference(
    @JsonProperty("model") String model,
    @JsonProperty("model_sha256") String modelSha256,
    @JsonProperty("oracle") String oracle,
    @JsonProperty("settings") String settings,
    @JsonProperty("cpu_library") String cpuLibrary,
    @JsonProperty("unchanged_at_once") int unchangedAtOnce,
    @JsonProperty("cases") List<Case> cases) {

  /**
   * One conversation.
   *
   * @param name the conversation's name
   * @param finish {@code stop} or {@code length}
   * @param promptIds the rendered conversation
   * @param completionIds the greedy continuation
   * @param content its text
   * @param topLogprobs for each token the likeliest ids with their log-probabilities; null where
   *     the oracle reports none
   */
  record Case(
      @JsonProperty("name") String name,
      @JsonProperty("finish") String finish,
      @JsonProperty("prompt_ids") int[] promptIds,
      @JsonProperty("completion_ids") int[] completionIds,
      @JsonProperty("content") String content,
      @JsonProperty("top_logprobs") List<@Nullable List<List<Double>>> topLogprobs) {

    /** Returns the oracle's log-probability of a token at a step, if it was among the likeliest. */
    OptionalDouble logprob(int step, int token) {
      List<List<Double>> options = topLogprobs.get(step);
      return options == null
          ? OptionalDouble.empty()
          : options.stream()
              .filter(option -> option.get(0).intValue() == token)
              .mapToDouble(option -> option.get(1))
              .findFirst();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** One message of a conversation. */
  record Message(@JsonProperty("role") String role, @JsonProperty("content") String content) {}

  /** A conversation as a client would send it. */
  record Conversation(
      @JsonProperty("name") String name, @JsonProperty("messages") List<Message> messages) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  static Reference of(TestModel model) throws IOException {
    try (InputStream in = resource(model.id())) {
      return JSON.readValue(in, Reference.class);
    }
  }

  /** Returns the messages of each conversation by name, ready to be sent. */
  static Map<String, List<Message>> conversations() throws IOException {
    try (InputStream in = resource("conversations")) {
      return Arrays.stream(JSON.readValue(in, Conversation[].class))
          .collect(Collectors.toMap(Conversation::name, Conversation::messages));
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        Reference.class.getResourceAsStream("/reference/" + name + ".json"), name);
  }
}
