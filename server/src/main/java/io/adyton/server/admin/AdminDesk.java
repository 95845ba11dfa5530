// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import io.adyton.governance.keys.ApiKey;
import io.adyton.governance.keys.ApiKeyStore;
import io.adyton.governance.keys.ApiKeyStoreException;
import io.adyton.governance.keys.IssuedKey;
import io.adyton.server.admin.AdminAnswer.KeyLine;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out requests on a key store, for the socket of a running server and for a command that
 * opened the store itself. Thread-safe.
 */
public final class AdminDesk {
  private final ApiKeyStore keys;
  private final Supplier<Optional<AdminAnswer.Server>> server;

  /**
   * Serves a store.
   *
   * @param server describes the running server, empty while there is none
   */
  public AdminDesk(ApiKeyStore keys, Supplier<Optional<AdminAnswer.Server>> server) {
    this.keys = keys;
    this.server = server;
  }

  /** Carries out a request. Never throws for what the request says. */
  public AdminAnswer answer(AdminRequest request) {
    try {
      return switch (request) {
        case AdminRequest.IssueKey(String name, String tenant) -> {
          IssuedKey issued = keys.issue(name, tenant);
          yield new AdminAnswer.KeyIssued(KeyLine.of(issued.key()), issued.secret());
        }
        case AdminRequest.ListKeys() ->
            new AdminAnswer.Keys(keys.list().stream().map(KeyLine::of).toList());
        case AdminRequest.RevokeKey(String id) -> {
          Optional<ApiKey> revoked = keys.revoke(id);
          yield revoked.isPresent()
              ? new AdminAnswer.KeyRevoked(KeyLine.of(revoked.get()))
              : new AdminAnswer.Refused(
                  "no key has the id '" + id + "'; 'adyton key ls' shows them all");
        }
        case AdminRequest.DescribeServer() ->
            server
                .get()
                .<AdminAnswer>map(running -> running)
                .orElseGet(() -> new AdminAnswer.Refused("the server is still starting"));
      };
    } catch (IllegalArgumentException | ApiKeyStoreException e) {
      return new AdminAnswer.Refused(String.valueOf(e.getMessage()));
    }
  }
}
