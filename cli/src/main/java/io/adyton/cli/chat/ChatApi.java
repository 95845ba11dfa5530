// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Speaks to one OpenAI-compatible server. One answer at a time. */
final class ChatApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final String DATA = "data:";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final URI base;
  private final String key;
  private final int maxTokens;

  /**
   * Prepares to speak to a server.
   *
   * @param base address of the API, with or without a slash at its end
   * @param key the API key; empty sends none
   * @param maxTokens tokens of one answer at most; 0 leaves it to the server
   */
  ChatApi(URI base, String key, int maxTokens) {
    this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
    this.key = key;
    this.maxTokens = maxTokens;
  }

  /** Returns the first model the server offers. */
  String firstModel() throws ChatException, InterruptedException {
    HttpResponse<InputStream> response =
        send(HttpRequest.newBuilder(base.resolve("models")).GET().build());
    try (InputStream body = response.body()) {
      JsonNode id = JSON.readTree(body).path("data").path(0).path("id");
      if (!id.isTextual()) {
        throw new ChatException(base + " offers no model; name one with --model");
      }
      return id.asText();
    } catch (IOException e) {
      throw new ChatException(
          base + " does not speak the OpenAI API; check the address, which usually ends in /v1");
    }
  }

  /** Sends a conversation; the answer is read from what this returns. */
  Answer answer(String model, Conversation conversation)
      throws ChatException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    body.put("messages", conversation.messages());
    body.put("stream", true);
    if (maxTokens > 0) {
      body.put("max_tokens", maxTokens);
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve("chat/completions"))
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
              .build();
      return new Answer(send(request).body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts can always be written as JSON", e);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws ChatException, InterruptedException {
    HttpRequest signed =
        key.isEmpty()
            ? request
            : HttpRequest.newBuilder(request, (_, _) -> true)
                .header("authorization", "Bearer " + key)
                .build();
    try {
      HttpResponse<InputStream> response = client.send(signed, BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response;
      }
      try (InputStream body = response.body()) {
        throw new ChatException(refusal(response.statusCode(), body.readNBytes(1 << 16)));
      }
    } catch (ConnectException e) {
      throw new ChatException(
          "nothing answers at " + base + "; check the address, or start one with 'adyton serve'");
    } catch (SSLException e) {
      throw new ChatException(
          "no TLS connection with "
              + base
              + " that this machine trusts; on the same machine, use its http:// address");
    } catch (IOException e) {
      throw new ChatException("the connection to " + base + " broke; try again");
    }
  }

  private String refusal(int status, byte[] body) {
    String reason = "";
    try {
      reason = JSON.readTree(body).path("error").path("message").asText();
    } catch (IOException e) {
      // The status alone has to do.
    }
    String hint =
        switch (status) {
          case 401 -> "; give a key with --key or OPENAI_API_KEY ('adyton key new' issues one)";
          case 404 -> "; check the address, which usually ends in /v1, and --model";
          case 429, 503 -> "; try again in a moment";
          default -> "";
        };
    String sentence = reason.isEmpty() ? base + " answered with status " + status : reason;
    return (hint.isEmpty() || !sentence.endsWith(".")
            ? sentence
            : sentence.substring(0, sentence.length() - 1))
        + hint;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** One answer as it arrives. {@link #stop} may be called on any thread. */
  static final class Answer {
    private final InputStream body;
    private volatile boolean stopped;

    private Answer(InputStream body) {
      this.body = body;
    }

    /** Ends the answer; the server notices and stops computing. */
    void stop() {
      stopped = true;
      try {
        body.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }

    boolean isStopped() {
      return stopped;
    }

    /** Passes on each piece of text until the answer is over or stopped. */
    void read(Consumer<String> listener) throws ChatException {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(DATA)) {
            String data = line.substring(DATA.length()).strip();
            if (data.equals("[DONE]")) {
              return;
            }
            take(JSON.readTree(data), listener);
          }
        }
        throw new IOException("the stream ended early");
      } catch (IOException e) {
        if (!stopped) {
          throw new ChatException("the answer broke off; ask again");
        }
      }
    }

    private static void take(JsonNode chunk, Consumer<String> listener) throws ChatException {
      JsonNode error = chunk.path("error").path("message");
      if (error.isTextual()) {
        throw new ChatException(error.asText());
      }
      String text = chunk.path("choices").path(0).path("delta").path("content").asText("");
      if (!text.isEmpty()) {
        listener.accept(text);
      }
    }
  }
}
