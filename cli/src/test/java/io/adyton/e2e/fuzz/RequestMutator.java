// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes broken requests out of good ones. */
final class RequestMutator {
  /** What every prompt holds and no error may repeat. */
  static final String SECRET = "qvzkjxwyhmpt";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FIELDS =
      List.of(
          "model",
          "messages",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "min_p",
          "presence_penalty",
          "frequency_penalty",
          "repetition_penalty",
          "seed",
          "stop",
          "logit_bias",
          "n",
          "logprobs",
          "top_logprobs",
          "stream",
          "stream_options",
          "response_format",
          "tools",
          "tool_choice",
          "user",
          "metadata",
          "store",
          "ignore_eos",
          "priority",
          "service_tier",
          "chat_template_kwargs",
          "cache_salt",
          "no_such_field");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "-1",
          "1",
          "2",
          "1e308",
          "-1e308",
          "1e400",
          "0.1",
          "2147483647",
          "2147483648",
          "9007199254740993",
          "9223372036854775808",
          "NaN",
          "\"\"",
          "\"1\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"" + "x".repeat(300) + "\"",
          "[]",
          "[[]]",
          "[null]",
          "[1,2,3,4,5]",
          "[\"\"]",
          "{}",
          "{\"a\":1}",
          "{\"-1\":1}",
          "{\"1\":101}",
          "{\"999999999\":1}",
          "{\"include_usage\":true}",
          "{\"type\":\"json_object\"}");
  private static final List<String> HEADS =
      List.of(
          "POST /v1/chat/completions HTTP/1.0",
          "POST /v1/chat/completions HTTP/9.9",
          "POST /v1/chat/completions",
          "post /v1/chat/completions HTTP/1.1",
          "PUT /v1/chat/completions HTTP/1.1",
          "GET /v1/chat/completions HTTP/1.1",
          "POST /v1/chat/completions/ HTTP/1.1",
          "POST /v1/../v1/chat/completions HTTP/1.1",
          "POST //v1/chat/completions HTTP/1.1",
          "POST /v1/chat/completions?x=%zz HTTP/1.1",
          "POST /v1/chat/completions%00 HTTP/1.1",
          "POST /" + "a".repeat(9000) + " HTTP/1.1",
          "POST http://elsewhere/v1/chat/completions HTTP/1.1",
          "OPTIONS * HTTP/1.1",
          "GET /v1/models/%2e%2e%2f%2e%2e HTTP/1.1",
          "DELETE /v1/models HTTP/1.1");
  private static final List<String> HEADERS =
      List.of(
          "content-length: 0",
          "content-length: -1",
          "content-length: 99999999999999999999",
          "transfer-encoding: chunked",
          "transfer-encoding: gzip, chunked",
          "content-encoding: gzip",
          "content-type: text/plain",
          "content-type: application/json; charset=utf-16",
          "expect: 100-continue",
          "connection: upgrade\r\nupgrade: h2c",
          "authorization: Bearer sk-adyton-wrong",
          "authorization: Bearer",
          "authorization: Basic eDp5",
          "host: a\r\nhost: b",
          "x-request-id: " + "y".repeat(3000),
          "x-request-id: a\u001bb",
          "x: " + "z".repeat(20_000),
          "no colon here",
          " leading: space",
          "idempotency-key: " + "k".repeat(500));

  private final Random random;
  private final String model;

  RequestMutator(long seed, String model) {
    this.random = new Random(seed);
    this.model = model;
  }

  /** Returns the bytes of one request, nearly always broken in some way. */
  byte[] next() {
    byte[] body = body();
    String head = "POST /v1/chat/completions HTTP/1.1";
    List<String> headers =
        new ArrayList<>(
            List.of(
                "host: localhost",
                "content-type: application/json",
                "content-length: " + body.length,
                "connection: close"));
    switch (random.nextInt(8)) {
      case 0 -> head = pick(HEADS);
      case 1 -> headers.add(random.nextInt(headers.size()), pick(HEADERS));
      case 2 -> headers.set(random.nextInt(headers.size()), pick(HEADERS));
      default -> {
        // The body is broken enough.
      }
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        (head + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    byte[] bytes = request.toByteArray();
    return random.nextInt(20) == 0 ? mutateBytes(bytes) : bytes;
  }

  private byte[] body() {
    String json = random.nextInt(6) == 0 ? nested() : withChangedFields();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(3) == 0 ? mutateBytes(bytes) : bytes;
  }

  private ObjectNode good() {
    ObjectNode request = JSON.createObjectNode();
    request.put("model", model);
    ObjectNode message = request.putArray("messages").addObject();
    message.put("role", "user");
    message.put("content", SECRET + " says hello");
    request.put("max_tokens", 1);
    request.put("stream", random.nextBoolean());
    return request;
  }

  /** Fields are replaced in the text, because JSON trees cannot hold all that text can. */
  private String withChangedFields() {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, JsonNode> field : good().properties()) {
      String value = field.getValue().toString();
      switch (random.nextInt(12)) {
        case 0 -> append(json, field.getKey(), pick(VALUES));
        case 1 -> {
          append(json, field.getKey(), value);
          append(json, field.getKey(), pick(VALUES));
        }
        case 2 -> append(json, pick(FIELDS), value);
        default -> append(json, field.getKey(), value);
      }
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      append(json, pick(FIELDS), pick(VALUES));
    }
    return json.append('}').toString();
  }

  private String nested() {
    int depth = 1 << random.nextInt(14);
    String open = random.nextBoolean() ? "[" : "{\"a\":";
    String close = open.equals("[") ? "]" : "}";
    String value = open.repeat(depth) + "1" + (random.nextBoolean() ? close.repeat(depth) : "");
    try {
      String good = JSON.writeValueAsString(good());
      return random.nextBoolean()
          ? good.replace("\"" + SECRET + " says hello\"", value)
          : good.substring(0, good.length() - 1) + ",\"metadata\":" + value + "}";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree is always written", e);
    }
  }

  private byte[] mutateBytes(byte[] bytes) {
    byte[] changed = bytes.clone();
    int at = random.nextInt(changed.length);
    return switch (random.nextInt(5)) {
      case 0 -> {
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
      case 1 -> {
        changed[at] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 2 -> Arrays.copyOf(changed, at);
      case 3 -> splice(changed, at, new byte[] {(byte) 0xc0, (byte) 0x80, (byte) 0xff});
      default -> splice(changed, at, Arrays.copyOfRange(bytes, at / 2, at));
    };
  }

  private static byte[] splice(byte[] bytes, int at, byte[] piece) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + piece.length);
    System.arraycopy(piece, 0, longer, at, piece.length);
    System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
    return longer;
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static void append(StringBuilder json, String key, String value) {
    json.append(json.length() == 1 ? "\"" : ",\"").append(key).append("\":").append(value);
  }
}
