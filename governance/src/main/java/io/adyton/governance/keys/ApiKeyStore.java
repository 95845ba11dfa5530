// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

import java.util.List;
import java.util.Optional;

/**
 * The keys of one server. Thread-safe.
 *
 * <p>{@link #find} reads memory only and may be called on an event loop. Everything that changes
 * the store blocks until the change is durable and throws {@link ApiKeyStoreException} when it
 * cannot be made so.
 */
public interface ApiKeyStore extends AutoCloseable {
  /** What every key starts with. */
  String PREFIX = "sk-adyton-";

  /**
   * Issues a key that is accepted from now on.
   *
   * @throws IllegalArgumentException if a label is empty, too long or not printable
   */
  IssuedKey issue(String name, String tenant);

  /**
   * Stops accepting the key with this id; a key revoked before keeps its first time of revocation.
   *
   * @return the key as it is now, or empty if no key has this id
   */
  Optional<ApiKey> revoke(String id);

  /** Returns all keys, revoked ones too, oldest first. */
  List<ApiKey> list();

  /**
   * Returns the active key that {@code presented} is the whole of. Takes the same time for every
   * wrong secret of a known id, and keeps no copy.
   */
  Optional<ApiKey> find(String presented);

  /** Releases the store. Further changes are refused. */
  @Override
  void close();
}
