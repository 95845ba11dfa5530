// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told to do.
 *
 * @param op what to ask for
 * @param baseUrl the address a user would put into {@code OPENAI_BASE_URL}
 * @param apiKey the key a user would put into {@code OPENAI_API_KEY}
 * @param ca PEM file of the certificate to trust; null for the platform's own trust
 * @param maxRetries how often the client may try again by itself
 * @param timeoutSeconds the client's own time limit
 * @param times how many such requests run at once
 * @param cancelAfter number of content chunks after which the reader walks away; null for never
 * @param body the request as the API documents it, without {@code stream}
 */
public record SdkCommand(
    @JsonProperty("op") Operation op,
    @JsonProperty("base_url") String baseUrl,
    @JsonProperty("api_key") String apiKey,
    @JsonProperty("ca") @Nullable String ca,
    @JsonProperty("max_retries") int maxRetries,
    @JsonProperty("timeout_seconds") int timeoutSeconds,
    @JsonProperty("times") int times,
    @JsonProperty("cancel_after") @Nullable Integer cancelAfter,
    @JsonProperty("body") Map<String, Object> body) {

  /** The calls that the clients are driven through. */
  public enum Operation {
    /** A chat answered in one piece. */
    @JsonProperty("chat")
    CHAT,
    /** A chat answered chunk by chunk. */
    @JsonProperty("stream")
    STREAM,
    /** The list of models. */
    @JsonProperty("models")
    MODELS
  }

  /** Returns a command with one message of a user, sent once and without retries. */
  public static SdkCommand chat(URI baseUrl, String model, String message) {
    return new SdkCommand(
        Operation.CHAT,
        baseUrl.toString(),
        "sk-local",
        null,
        0,
        120,
        1,
        null,
        Map.of(
            "model",
            model,
            "messages",
            List.of(Map.of("role", "user", "content", message)),
            "temperature",
            0));
  }

  /** Returns this command for another operation. */
  public SdkCommand as(Operation operation) {
    return new SdkCommand(
        operation, baseUrl, apiKey, ca, maxRetries, timeoutSeconds, times, cancelAfter, body);
  }

  /** Returns this command with another key. */
  public SdkCommand withKey(String key) {
    return new SdkCommand(
        op, baseUrl, key, ca, maxRetries, timeoutSeconds, times, cancelAfter, body);
  }

  /** Returns this command trusting the certificate in {@code pem}. */
  public SdkCommand trusting(Path pem) {
    return new SdkCommand(
        op, baseUrl, apiKey, pem.toString(), maxRetries, timeoutSeconds, times, cancelAfter, body);
  }

  /** Returns this command with that many retries. */
  public SdkCommand retrying(int retries) {
    return new SdkCommand(
        op, baseUrl, apiKey, ca, retries, timeoutSeconds, times, cancelAfter, body);
  }

  /** Returns this command run that many times at once. */
  public SdkCommand times(int atOnce) {
    return new SdkCommand(
        op, baseUrl, apiKey, ca, maxRetries, timeoutSeconds, atOnce, cancelAfter, body);
  }

  /** Returns this command with a reader that walks away after that many content chunks. */
  public SdkCommand cancelledAfter(int chunks) {
    return new SdkCommand(op, baseUrl, apiKey, ca, maxRetries, timeoutSeconds, times, chunks, body);
  }

  /** Returns this command with one field of the body set. */
  public SdkCommand with(String field, Object value) {
    Map<String, Object> changed = new HashMap<>(body);
    changed.put(field, value);
    return new SdkCommand(
        op, baseUrl, apiKey, ca, maxRetries, timeoutSeconds, times, cancelAfter, changed);
  }
}
