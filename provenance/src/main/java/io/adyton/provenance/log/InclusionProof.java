// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What leads from one leaf to the root of a tree (RFC 9162, section 2.1.3).
 *
 * @param index the leaf, from 0
 * @param size how many leaves the tree has
 * @param path hashes beside the way, from the leaf to the root
 */
public record InclusionProof(long index, long size, List<Bytes> path) {
  /** The longest path there can be. */
  public static final int MOST_HASHES = 63;

  /** Copies the list. */
  public InclusionProof {
    path = List.copyOf(path);
  }

  /** Returns the root that the path leads to from {@code leaf}; nothing if it leads nowhere. */
  public Optional<Bytes> root(Bytes leaf) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    Bytes hash = leaf;
    long place = index;
    long last = size - 1;
    for (Bytes beside : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if ((place & 1) == 1 || place == last) {
        hash = TreeHash.node(beside, hash);
        int skipped = (place & 1) == 1 ? 0 : Long.numberOfTrailingZeros(place);
        place >>= skipped;
        last >>= skipped;
      } else {
        hash = TreeHash.node(hash, beside);
      }
      place >>= 1;
      last >>= 1;
    }
    return last == 0 ? Optional.of(hash) : Optional.empty();
  }
}
