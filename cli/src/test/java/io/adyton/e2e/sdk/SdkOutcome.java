// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user of a client saw of one request.
 *
 * @param text all content, joined
 * @param role the role the answer named
 * @param finish the last finish reason
 * @param chunks number of chunks with content
 * @param usage prompt, completion and total tokens; null where the client showed none
 * @param usageChunks number of chunks that carried a usage
 * @param oddities chunks that a user's code would stumble over
 * @param models ids, for a list of models
 * @param cancelled whether the reader walked away
 * @param error what was thrown, null for success
 * @param ids distinct ids seen on chunks or answers
 */
public record SdkOutcome(
    @JsonProperty("text") String text,
    @JsonProperty("role") @Nullable String role,
    @JsonProperty("finish") @Nullable String finish,
    @JsonProperty("chunks") int chunks,
    @JsonProperty("usage") @Nullable List<Integer> usage,
    @JsonProperty("usage_chunks") int usageChunks,
    @JsonProperty("oddities") List<String> oddities,
    @JsonProperty("models") List<String> models,
    @JsonProperty("cancelled") boolean cancelled,
    @JsonProperty("error") @Nullable Thrown error,
    @JsonProperty("ids") List<String> ids) {

  /**
   * What a client threw at its user.
   *
   * @param kind simple name of the type
   * @param status HTTP status, null where the client gave none
   * @param code the error's {@code code}
   * @param type the error's {@code type}
   * @param param the error's {@code param}
   * @param requestId the request id the client shows
   * @param message the text
   */
  public record Thrown(
      @JsonProperty("kind") String kind,
      @JsonProperty("status") @Nullable Integer status,
      @JsonProperty("code") @Nullable String code,
      @JsonProperty("type") @Nullable String type,
      @JsonProperty("param") @Nullable String param,
      @JsonProperty("request_id") @Nullable String requestId,
      @JsonProperty("message") String message) {}
}
