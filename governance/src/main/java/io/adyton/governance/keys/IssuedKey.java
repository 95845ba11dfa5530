// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

/**
 * A new key together with its secret: the one moment at which both exist in one place.
 *
 * <p>The store keeps no copy of the secret, so whoever receives this shows it to the owner and
 * forgets it.
 */
public final class IssuedKey {
  private final ApiKey key;
  private final String secret;

  IssuedKey(ApiKey key, String secret) {
    this.key = key;
    this.secret = secret;
  }

  /** Returns what stays known of the key. */
  public ApiKey key() {
    return key;
  }

  /** Returns the whole key as a client sends it: {@code sk-adyton-…}. */
  public String secret() {
    return secret;
  }

  /** Shows which key it is, never the secret. */
  @Override
  public String toString() {
    return "IssuedKey[" + key.id() + "]";
  }
}
