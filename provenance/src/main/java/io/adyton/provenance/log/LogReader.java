// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the log in a directory and changes nothing, while a server writes it or none does.
 *
 * <p>Not thread-safe. What a server adds meanwhile may be seen or not.
 */
public final class LogReader implements AutoCloseable {
  private final LogStore store;
  private final NoteKey key;

  private LogReader(LogStore store, NoteKey key) {
    this.store = store;
    this.key = key;
  }

  /**
   * Opens a log.
   *
   * @throws IOException if there is none, or it cannot be read
   */
  public static LogReader open(Path directory) throws IOException {
    Path keys = directory.resolve(TransparencyLog.KEY_FILE);
    Path file = directory.resolve(TransparencyLog.STORE_FILE);
    if (Files.notExists(keys) || Files.notExists(file)) {
      throw new IOException("there is no log in " + directory);
    }
    List<String> lines = Files.readAllLines(keys, StandardCharsets.US_ASCII);
    try {
      return new LogReader(SqliteLogStore.open(file), NoteKey.parse(lines.getFirst()));
    } catch (MalformedNoteException e) {
      throw new IOException(keys + ": " + e.getMessage(), e);
    }
  }

  /** Returns the key that signs checkpoints; its name is the log's. */
  public NoteKey key() {
    return key;
  }

  /**
   * Hashes every leaf anew, and demands that all tiles and the checkpoint follow from them.
   *
   * @return the checkpoint that holds; nothing in a log without leaves
   * @throws DamagedLogException if something does not follow
   * @throws IOException if the log cannot be read
   */
  public Optional<Checkpoint> verify() throws IOException, DamagedLogException {
    Optional<SignedNote> note = store.checkpoint();
    if (note.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = signed(note.get());
    Tiles again = new Tiles(name -> new byte[0]);
    try {
      for (long index = 0; index < checkpoint.size(); index++) {
        again.add(index, leaf(index));
      }
      if (!new Tree(again).root(checkpoint.size()).equals(checkpoint.root())) {
        throw new DamagedLogException(
            "expected leaves that lead to the root of the checkpoint over %d, found others"
                .formatted(checkpoint.size()));
      }
      for (var tile : again.added().entrySet()) {
        byte[] found = store.tile(tile.getKey());
        if (found.length < tile.getValue().length
            || !Arrays.equals(
                found, 0, tile.getValue().length, tile.getValue(), 0, tile.getValue().length)) {
          throw new DamagedLogException("expected another %s".formatted(tile.getKey()));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return Optional.of(checkpoint);
  }

  private Checkpoint signed(SignedNote note) throws DamagedLogException {
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (checkpoint.origin().equals(key.name()) && note.signedBy(key).isPresent()) {
        return checkpoint;
      }
    } catch (MalformedNoteException e) {
      throw new DamagedLogException("the checkpoint: " + e.getMessage());
    }
    throw new DamagedLogException("expected a checkpoint signed by " + key.text());
  }

  private Bytes leaf(long index) throws IOException, DamagedLogException {
    byte[] tile = store.tile(new TileName(0, index / TileName.WIDTH));
    int from = (int) (index % TileName.WIDTH) * TreeHash.BYTES;
    if (tile.length < from + TreeHash.BYTES) {
      throw new DamagedLogException("expected leaf %d, found none".formatted(index));
    }
    return Bytes.of(Arrays.copyOfRange(tile, from, from + TreeHash.BYTES));
  }

  /**
   * Returns what shows that a leaf is in the log now; nothing if it is not.
   *
   * @throws DamagedLogException if the checkpoint does not hold
   */
  public Optional<LoggedLeaf> find(Bytes leaf) throws IOException, DamagedLogException {
    OptionalLong place = store.find(leaf);
    Optional<SignedNote> note = store.checkpoint();
    if (place.isEmpty() || note.isEmpty()) {
      return Optional.empty();
    }
    Tree tree = new Tree(new Tiles(store::tile));
    long size = signed(note.get()).size();
    try {
      return Optional.of(new LoggedLeaf(tree.inclusion(place.getAsLong(), size), note.get()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
