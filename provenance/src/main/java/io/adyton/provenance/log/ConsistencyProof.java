// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.util.List;

/**
 * What shows that a tree holds all leaves of an older one, in their places (RFC 9162, section
 * 2.1.4).
 *
 * @param older how many leaves the older tree has
 * @param size how many leaves the newer tree has
 * @param path hashes of both
 */
public record ConsistencyProof(long older, long size, List<Bytes> path) {
  /** The longest path there can be. */
  public static final int MOST_HASHES = 63;

  /** Copies the list. */
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /** Returns whether this leads from the older tree's root to the newer one's. */
  public boolean leads(Bytes olderRoot, Bytes root) {
    if (older < 0 || older > size) {
      return false;
    }
    if (older == size) {
      return path.isEmpty() && olderRoot.equals(root);
    }
    if (older == 0) {
      return path.isEmpty() && olderRoot.equals(TreeHash.EMPTY);
    }
    boolean whole = Long.bitCount(older) == 1;
    if (!whole && path.isEmpty()) {
      return false;
    }
    int skipped = Long.numberOfTrailingZeros(older);
    long place = (older - 1) >> skipped;
    long last = (size - 1) >> skipped;
    Bytes before = whole ? olderRoot : path.getFirst();
    Bytes after = before;
    for (Bytes beside : whole ? path : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((place & 1) == 1 || place == last) {
        before = TreeHash.node(beside, before);
        after = TreeHash.node(beside, after);
        int more = (place & 1) == 1 ? 0 : Long.numberOfTrailingZeros(place);
        place >>= more;
        last >>= more;
      } else {
        after = TreeHash.node(after, beside);
      }
      place >>= 1;
      last >>= 1;
    }
    return last == 0 && before.equals(olderRoot) && after.equals(root);
  }
}
