// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the tiles of one log are kept. Thread-safe. */
interface LogStore extends AutoCloseable {
  /**
   * What becomes durable together or not at all.
   *
   * @param first place of the first of the leaves
   * @param leaves hashes of new leaves, in their order
   * @param tiles what each tile that changed now holds
   * @param checkpoint signed note over all leaves
   */
  record Growth(
      long first, List<Bytes> leaves, Map<TileName, byte[]> tiles, SignedNote checkpoint) {}

  /** Returns the newest checkpoint; nothing in a log without leaves. */
  Optional<SignedNote> checkpoint() throws LogUnavailableException;

  /** Returns the hashes of a tile, one after the other; none where there is no such tile. */
  byte[] tile(TileName name) throws LogUnavailableException;

  /** Returns where a leaf stands. */
  OptionalLong find(Bytes leaf) throws LogUnavailableException;

  /** Stores; returns when it is on the disk. */
  void commit(Growth growth) throws LogUnavailableException;

  @Override
  void close();
}
