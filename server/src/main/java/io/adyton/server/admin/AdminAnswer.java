// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.adyton.governance.keys.ApiKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a running server answers; one kind for each {@link AdminRequest}, and a refusal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AdminAnswer.KeyIssued.class, name = "key-issued"),
  @JsonSubTypes.Type(value = AdminAnswer.Keys.class, name = "keys"),
  @JsonSubTypes.Type(value = AdminAnswer.KeyRevoked.class, name = "key-revoked"),
  @JsonSubTypes.Type(value = AdminAnswer.Server.class, name = "server"),
  @JsonSubTypes.Type(value = AdminAnswer.Refused.class, name = "refused")
})
public sealed interface AdminAnswer {
  /**
   * The only time the secret of a key is shown.
   *
   * @param key what stays known of it
   * @param secret the whole key, as a client sends it
   */
  record KeyIssued(KeyLine key, String secret) implements AdminAnswer {
    /** Shows which key it is, never the secret. */
    @Override
    public String toString() {
      return "KeyIssued[" + key.id() + "]";
    }
  }

  /** All keys, oldest first. */
  record Keys(List<KeyLine> keys) implements AdminAnswer {
    /** Copies the list. */
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /** The key is not accepted any more. */
  record KeyRevoked(KeyLine key) implements AdminAnswer {}

  /**
   * Where the server is reached.
   *
   * @param processId its process
   * @param baseUrls addresses of the API, each ending in {@code /v1}, the plainest first
   * @param model the name requests give
   * @param modelDigest SHA-256 of the weights, in hexadecimal
   */
  record Server(long processId, List<String> baseUrls, String model, String modelDigest)
      implements AdminAnswer {
    /** Copies the list. */
    public Server {
      baseUrls = List.copyOf(baseUrls);
    }
  }

  /** The request was not understood or could not be carried out; one sentence says why. */
  record Refused(String reason) implements AdminAnswer {}

  /**
   * A key as it is shown; times are ISO 8601 in UTC.
   *
   * @param revoked when it was revoked, or {@code null} while it is accepted
   */
  record KeyLine(String id, String name, String tenant, String created, @Nullable String revoked) {
    /** Shows a key of the store. */
    public static KeyLine of(ApiKey key) {
      Instant revoked = key.revoked();
      return new KeyLine(
          key.id(),
          key.name(),
          key.tenant(),
          key.created().toString(),
          revoked == null ? null : revoked.toString());
    }
  }
}
