// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key once its secret has been handed out.
 *
 * @param id public part of the key, enough to name it and not enough to use it
 * @param name what its owner calls it; 1 to 64 printable characters
 * @param tenant who its use is charged to; 1 to 64 printable characters
 * @param created when it was issued
 * @param revoked when it stopped being accepted, or {@code null} while it is accepted
 */
public record ApiKey(
    String id, String name, String tenant, Instant created, @Nullable Instant revoked) {
  private static final int MAX_LABEL_LENGTH = 64;

  /** Refuses labels that could not be shown in one line. */
  public ApiKey {
    requireLabel("name", name);
    requireLabel("tenant", tenant);
  }

  /** Returns whether requests that carry the key are served. */
  public boolean isActive() {
    return revoked == null;
  }

  private static void requireLabel(String what, String label) {
    if (label.isBlank()
        || label.length() > MAX_LABEL_LENGTH
        || label.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a key's " + what + " has 1 to " + MAX_LABEL_LENGTH + " printable characters");
    }
  }
}
