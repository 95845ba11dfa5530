// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Roots and proofs of one Merkle tree (RFC 9162, section 2.1), from the hashes of its whole
 * subtrees. As thread-safe as its reader.
 */
final class Tree {
  private final NodeReader nodes;

  Tree(NodeReader nodes) {
    this.nodes = nodes;
  }

  /** Returns the root over the first {@code size} leaves. */
  Bytes root(long size) {
    return size == 0 ? TreeHash.EMPTY : range(0, size);
  }

  /** Returns what leads from leaf {@code index} to the root over {@code size} leaves. */
  InclusionProof inclusion(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "expected a leaf of the first %d, got %d".formatted(size, index));
    }
    List<Bytes> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path.addFirst(range(middle, to));
        to = middle;
      } else {
        path.addFirst(range(from, middle));
        from = middle;
      }
    }
    return new InclusionProof(index, size, path);
  }

  /** Returns what shows that the first {@code size} leaves begin with the first {@code older}. */
  ConsistencyProof consistency(long older, long size) {
    if (older < 0 || older > size) {
      throw new IllegalArgumentException("expected at most %d, got %d".formatted(size, older));
    }
    List<Bytes> path = new ArrayList<>();
    if (older > 0 && older < size) {
      collect(older, 0, size, true, path);
    }
    return new ConsistencyProof(older, size, path);
  }

  /** SUBPROOF of RFC 9162, section 2.1.4.1, over the leaves from {@code from} to {@code to}. */
  private void collect(long older, long from, long to, boolean known, List<Bytes> path) {
    long size = to - from;
    if (older == size) {
      if (!known) {
        path.add(range(from, to));
      }
      return;
    }
    long middle = split(size);
    if (older <= middle) {
      collect(older, from, from + middle, known, path);
      path.add(range(from + middle, to));
    } else {
      collect(older - middle, from + middle, to, false, path);
      path.add(range(from, from + middle));
    }
  }

  /** Hashes leaves that begin where a subtree of their number can begin. */
  private Bytes range(long from, long to) {
    long size = to - from;
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      return nodes.node(level, from >> level);
    }
    long middle = from + split(size);
    return TreeHash.node(range(from, middle), range(middle, to));
  }

  /** Returns the largest power of two below {@code size}. */
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }
}
