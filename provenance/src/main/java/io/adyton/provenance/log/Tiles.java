// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tiles of one log: those in its store, and over them what was added and is not stored yet. Not
 * thread-safe; a store that cannot be read makes its methods throw {@link UncheckedIOException}.
 */
final class Tiles implements NodeReader {
  /** Where tiles are read. */
  @FunctionalInterface
  interface Source {
    /** Returns the hashes of a tile, one after the other; none where there is no such tile. */
    byte[] tile(TileName name) throws LogUnavailableException;
  }

  private final Source source;
  private final Map<TileName, byte[]> added = new HashMap<>();
  private final Map<TileName, byte[]> edge = new HashMap<>();

  Tiles(Source source) {
    this.source = source;
  }

  /** Adds the leaf {@code index}, which is the next one. */
  void add(long index, Bytes leaf) {
    Bytes hash = leaf;
    long place = index;
    for (int level = 0; ; level++) {
      TileName name = new TileName(level, place / TileName.WIDTH);
      byte[] before = read(name);
      int expected = (int) (place % TileName.WIDTH) * TreeHash.BYTES;
      if (before.length != expected) {
        throw new IllegalStateException(
            "%s: expected %d bytes before its next hash, found %d; verify the log"
                .formatted(name, expected, before.length));
      }
      byte[] grown = Arrays.copyOf(before, before.length + TreeHash.BYTES);
      System.arraycopy(hash.toArray(), 0, grown, before.length, TreeHash.BYTES);
      added.put(name, grown);
      if (grown.length < TileName.WIDTH * TreeHash.BYTES) {
        return;
      }
      hash = subtree(grown, 0, TileName.WIDTH);
      place = name.number();
    }
  }

  /** Returns what was added and is not stored yet. */
  Map<TileName, byte[]> added() {
    return Map.copyOf(added);
  }

  /** What was added is stored now. */
  void stored() {
    edge.clear();
    added.forEach(
        (name, hashes) -> {
          if (hashes.length < TileName.WIDTH * TreeHash.BYTES) {
            edge.put(name, hashes);
          }
        });
    added.clear();
  }

  @Override
  public Bytes node(int level, long index) {
    int height = level % TileName.HEIGHT;
    long first = index << height;
    byte[] tile = read(new TileName(level / TileName.HEIGHT, first / TileName.WIDTH));
    int from = (int) (first % TileName.WIDTH);
    if (tile.length < (from + (1 << height)) * TreeHash.BYTES) {
      throw new IllegalStateException("a tile of the log is too short; verify the log");
    }
    return subtree(tile, from, 1 << height);
  }

  private byte[] read(TileName name) {
    byte[] known = added.get(name);
    if (known == null) {
      known = edge.get(name);
    }
    try {
      return known == null ? source.tile(name) : known;
    } catch (LogUnavailableException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes subtree(byte[] tile, int from, int count) {
    List<Bytes> hashes = new ArrayList<>(count);
    for (int i = from; i < from + count; i++) {
      hashes.add(Bytes.of(Arrays.copyOfRange(tile, i * TreeHash.BYTES, (i + 1) * TreeHash.BYTES)));
    }
    while (hashes.size() > 1) {
      List<Bytes> above = new ArrayList<>(hashes.size() / 2);
      for (int i = 0; i < hashes.size(); i += 2) {
        above.add(TreeHash.node(hashes.get(i), hashes.get(i + 1)));
      }
      hashes = above;
    }
    return hashes.getFirst();
  }
}
