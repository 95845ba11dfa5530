// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the command line may ask of a running server. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AdminRequest.IssueKey.class, name = "issue-key"),
  @JsonSubTypes.Type(value = AdminRequest.ListKeys.class, name = "list-keys"),
  @JsonSubTypes.Type(value = AdminRequest.RevokeKey.class, name = "revoke-key"),
  @JsonSubTypes.Type(value = AdminRequest.DescribeServer.class, name = "describe-server")
})
public sealed interface AdminRequest {
  /** Issue an API key. */
  record IssueKey(String name, String tenant) implements AdminRequest {
    /** Refuses a request that leaves one out. */
    public IssueKey {
      requireNonNull(name, "name");
      requireNonNull(tenant, "tenant");
    }
  }

  /** List all keys. */
  record ListKeys() implements AdminRequest {}

  /** Stop accepting a key. */
  record RevokeKey(String id) implements AdminRequest {
    /** Refuses a request without it. */
    public RevokeKey {
      requireNonNull(id, "id");
    }
  }

  /** Say where the server is reached and what it serves. */
  record DescribeServer() implements AdminRequest {}
}
