// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verifiable log in a directory.
 *
 * <p><b>Guarantees.</b> A leaf that was acknowledged is on the disk, under a checkpoint that is
 * signed and durable with it. Leaves that arrive together become durable together. When the disk is
 * full, appends fail and work again once there is room; after any other failure of the disk nothing
 * is acknowledged any more until the log is opened anew.
 *
 * <p><b>Does not guarantee.</b> That nobody put an older copy of the directory in its place:
 * witnesses see that, the log alone does not. One process opens a directory at a time. Thread-safe;
 * no method but {@link #append} is for event loops.
 */
public final class TransparencyLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TransparencyLog.class);
  private static final int MOST_WAITING = 8192;
  private static final int MOST_TOGETHER = 1024;
  static final String KEY_FILE = "log.key";
  static final String STORE_FILE = "receipts.db";
  private static final String ORIGIN = "adyton.io/receipts/";
  private static final int ORIGIN_DIGITS = 16;

  private record Waiting(Bytes leaf, CompletableFuture<LoggedLeaf> acknowledged) {}

  private static final Waiting END = new Waiting(Bytes.EMPTY, new CompletableFuture<>());

  private final LogStore store;
  private final NoteSigner signer;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread writer;
  private long size;
  private Tiles tiles;
  private volatile @Nullable LogUnavailableException stopped;
  private volatile boolean closed;

  private TransparencyLog(LogStore store, NoteSigner signer) throws IOException {
    this.store = store;
    this.signer = signer;
    this.tiles = new Tiles(store::tile);
    this.size = verifiedSize();
    this.writer = Thread.ofPlatform().name("adyton-log").daemon().start(this::write);
  }

  /**
   * Opens the log in {@code directory}, or begins one there with a key of its own.
   *
   * @throws IOException if it cannot be opened, or what is there does not lead to its checkpoint
   */
  public static TransparencyLog open(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    NoteSigner signer =
        NoteSigner.open(
            directory.resolve(KEY_FILE),
            NoteKey.Kind.LOG,
            spki -> ORIGIN + spki.digest("SHA-256").hex().substring(0, ORIGIN_DIGITS));
    return over(SqliteLogStore.open(directory.resolve(STORE_FILE)), signer);
  }

  /** Opens a log over a store, which it closes. */
  static TransparencyLog over(LogStore store, NoteSigner signer) throws IOException {
    try {
      return new TransparencyLog(store, signer);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private long verifiedSize() throws IOException {
    Optional<SignedNote> note = store.checkpoint();
    if (note.isEmpty()) {
      return 0;
    }
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.get().text());
      if (note.get().signedBy(key()).isEmpty()
          || !new Tree(tiles).root(checkpoint.size()).equals(checkpoint.root())) {
        throw new IOException(
            "the log does not lead to its checkpoint of %d leaves; restore it from a copy, or move"
                    .formatted(checkpoint.size())
                + " it away to begin a new one");
      }
      return checkpoint.size();
    } catch (MalformedNoteException | IllegalStateException e) {
      throw new IOException("the log is damaged: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the key that signs checkpoints; its name is the log's. */
  public NoteKey key() {
    return signer.key();
  }

  /**
   * Adds a leaf. Never blocks.
   *
   * @param leaf the hash of an entry ({@link TreeHash#leaf})
   * @return completed when the leaf is durable, on the log's own thread; fails with {@link
   *     LogUnavailableException} where it is not
   */
  public CompletableFuture<LoggedLeaf> append(Bytes leaf) {
    LogUnavailableException why = stopped;
    if (why != null) {
      return CompletableFuture.failedFuture(why);
    }
    Waiting waiting = new Waiting(leaf, new CompletableFuture<>());
    if (closed || !queue.offer(waiting)) {
      return CompletableFuture.failedFuture(
          LogUnavailableException.full(
              closed ? "the log is closed" : "too many leaves wait for the disk",
              new IllegalStateException()));
    }
    return waiting.acknowledged();
  }

  private void write() {
    List<Waiting> batch = new ArrayList<>(MOST_TOGETHER);
    boolean open = true;
    while (open) {
      batch.clear();
      try {
        batch.add(queue.take());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      queue.drainTo(batch, MOST_TOGETHER - 1);
      open = !batch.remove(END);
      if (!batch.isEmpty()) {
        write(batch);
      }
    }
  }

  private void write(List<Waiting> batch) {
    List<LoggedLeaf> logged;
    try {
      logged = grow(batch.stream().map(Waiting::leaf).toList());
    } catch (LogUnavailableException e) {
      refuse(batch, e);
      return;
    } catch (UncheckedIOException e) {
      refuse(batch, LogUnavailableException.broken(String.valueOf(e.getMessage()), e));
      return;
    } catch (RuntimeException e) {
      refuse(batch, LogUnavailableException.broken("the log has a defect", e));
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).acknowledged().complete(logged.get(i));
    }
  }

  private synchronized List<LoggedLeaf> grow(List<Bytes> leaves) throws LogUnavailableException {
    if (stopped != null) {
      throw stopped;
    }
    long next = size;
    for (Bytes leaf : leaves) {
      tiles.add(next++, leaf);
    }
    Tree tree = new Tree(tiles);
    SignedNote checkpoint =
        signer.sign(new Checkpoint(key().name(), next, tree.root(next)).text(), Instant.EPOCH);
    List<LoggedLeaf> logged = new ArrayList<>(leaves.size());
    for (int i = 0; i < leaves.size(); i++) {
      logged.add(new LoggedLeaf(tree.inclusion(size + i, next), checkpoint));
    }
    store.commit(new LogStore.Growth(size, leaves, tiles.added(), checkpoint));
    tiles.stored();
    size = next;
    return logged;
  }

  private synchronized void refuse(List<Waiting> batch, LogUnavailableException e) {
    tiles = new Tiles(store::tile);
    if (e.isStopped()) {
      stopped = e;
      LOG.error("the log takes nothing more: {}; restart when the disk is sound", e.getMessage());
    } else {
      LOG.warn("the log is full: {}", e.getMessage());
    }
    batch.forEach(waiting -> waiting.acknowledged().completeExceptionally(e));
  }

  /** Returns the newest checkpoint; nothing in a log without leaves. */
  public Optional<SignedNote> checkpoint() throws LogUnavailableException {
    return store.checkpoint();
  }

  /** Returns what shows that a leaf is in the log now; nothing if it is not. */
  public synchronized Optional<LoggedLeaf> find(Bytes leaf) throws LogUnavailableException {
    OptionalLong place = store.find(leaf);
    Optional<SignedNote> checkpoint = store.checkpoint();
    if (place.isEmpty() || checkpoint.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LoggedLeaf(new Tree(tiles).inclusion(place.getAsLong(), size), checkpoint.get()));
  }

  /** Returns what shows that the log of now holds all of its first {@code older} leaves. */
  public synchronized ConsistencyProof consistency(long older) {
    return new Tree(tiles).consistency(older, size);
  }

  /**
   * Returns hashes of a tile (C2SP tlog-tiles), one after the other.
   *
   * @param level of the tile
   * @param number of the tile, from 0
   * @param width how many hashes, 1 to 256
   * @return nothing if there are not so many yet
   */
  public Optional<Bytes> tile(int level, long number, int width) throws LogUnavailableException {
    byte[] hashes = store.tile(new TileName(level, number));
    int wanted = width * TreeHash.BYTES;
    return hashes.length < wanted
        ? Optional.empty()
        : Optional.of(Bytes.of(hashes).slice(0, wanted));
  }

  /** Writes what waits and closes the log. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      queue.put(END);
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
