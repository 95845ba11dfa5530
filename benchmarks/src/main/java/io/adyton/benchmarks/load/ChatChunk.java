// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a client looks at in one {@code chat.completion.chunk}.
 *
 * @param text content, reasoning and refusal of all choices, in order
 * @param usage tokens, in the chunk that reports them
 * @param isError whether the server sent an error in the stream
 */
record ChatChunk(String text, @Nullable Usage usage, boolean isError) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Tokens as the server counted them. */
  record Usage(int promptTokens, int cachedTokens, int completionTokens) {}

  /** Reads the first {@code length} bytes of {@code json}. */
  static ChatChunk read(byte[] json, int length) throws IOException {
    StringBuilder text = new StringBuilder();
    Usage usage = null;
    boolean error = false;
    try (JsonParser parser = JSON.createParser(json, 0, length)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        switch (field) {
          case "choices" -> readChoices(parser, text);
          case "usage" -> usage = value == JsonToken.VALUE_NULL ? null : readUsage(parser);
          case "error" -> {
            error = true;
            parser.skipChildren();
          }
          default -> parser.skipChildren();
        }
      }
    }
    return new ChatChunk(text.toString(), usage, error);
  }

  private static void readChoices(JsonParser parser, StringBuilder text) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (field.equals("delta") && value == JsonToken.START_OBJECT) {
          readDelta(parser, text);
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private static void readDelta(JsonParser parser, StringBuilder text) throws IOException {
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      boolean isString = parser.nextToken() == JsonToken.VALUE_STRING;
      switch (field) {
        case "content", "reasoning_content", "reasoning", "refusal" -> {
          if (isString) {
            text.append(parser.getText());
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  private static Usage readUsage(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT);
    int prompt = 0;
    int cached = 0;
    int completion = 0;
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (field) {
        case "prompt_tokens" -> prompt = parser.getIntValue();
        case "completion_tokens" -> completion = parser.getIntValue();
        case "prompt_tokens_details" ->
            cached = value == JsonToken.START_OBJECT ? readCachedTokens(parser) : 0;
        default -> parser.skipChildren();
      }
    }
    return new Usage(prompt, cached, completion);
  }

  private static int readCachedTokens(JsonParser parser) throws IOException {
    int cached = 0;
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      parser.nextToken();
      if (field.equals("cached_tokens")) {
        cached = parser.getIntValue();
      } else {
        parser.skipChildren();
      }
    }
    return cached;
  }

  private static void require(boolean asExpected) throws IOException {
    if (!asExpected) {
      throw new IOException("the server sent a chunk of another shape than chat.completion.chunk");
    }
  }
}
