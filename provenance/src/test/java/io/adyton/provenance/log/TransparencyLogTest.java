// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransparencyLogTest {
  @TempDir Path directory;

  private static Bytes leaf(int number) {
    return TreeHash.leaf(Bytes.of(ByteBuffer.allocate(4).putInt(number).array()));
  }

  private static void assertProven(LoggedLeaf logged, Bytes leaf, NoteKey key) throws Exception {
    Checkpoint checkpoint = Checkpoint.parse(logged.checkpoint().text());
    assertThat(logged.checkpoint().signedBy(key)).isPresent();
    assertThat(checkpoint.origin()).isEqualTo(key.name());
    assertThat(checkpoint.size()).isEqualTo(logged.proof().size());
    assertThat(logged.proof().root(leaf)).contains(checkpoint.root());
  }

  @Test
  void provesEveryAcknowledgedLeafAtOnceAndAfterReopening() throws Exception {
    List<CompletableFuture<LoggedLeaf>> acknowledged = new ArrayList<>();
    NoteKey key;
    try (TransparencyLog log = TransparencyLog.open(directory)) {
      key = log.key();
      for (int i = 0; i < 700; i++) {
        acknowledged.add(log.append(leaf(i)));
      }
      for (int i = 0; i < 700; i++) {
        assertProven(acknowledged.get(i).join(), leaf(i), key);
      }
    }
    try (TransparencyLog log = TransparencyLog.open(directory)) {
      assertThat(log.key()).isEqualTo(key);
      assertProven(log.append(leaf(700)).join(), leaf(700), key);
      for (int i = 0; i <= 700; i++) {
        assertProven(log.find(leaf(i)).orElseThrow(), leaf(i), key);
      }
      assertThat(log.find(leaf(701))).isEmpty();
    }
  }

  @Test
  void showsThatItGrew() throws Exception {
    try (TransparencyLog log = TransparencyLog.open(directory)) {
      Checkpoint before = checkpointAfter(log, leaf(0));
      for (int i = 1; i < 300; i++) {
        log.append(leaf(i)).join();
      }
      Checkpoint after = checkpointAfter(log, leaf(300));

      assertThat(log.consistency(before.size()).leads(before.root(), after.root())).isTrue();
      assertThat(log.tile(0, 0, 256)).isPresent();
      assertThat(log.tile(0, 1, 45)).isPresent();
      assertThat(log.tile(0, 1, 46)).isEmpty();
      assertThat(log.tile(1, 0, 1)).isPresent();
    }
  }

  private static Checkpoint checkpointAfter(TransparencyLog log, Bytes leaf) throws Exception {
    return Checkpoint.parse(log.append(leaf).join().checkpoint().text());
  }

  @Test
  void refusesTilesThatDoNotLeadToTheCheckpoint() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path own = Files.createDirectory(directory.resolve("own"));
    try (TransparencyLog first = TransparencyLog.open(own);
        TransparencyLog second = TransparencyLog.open(other)) {
      first.append(leaf(1)).join();
      second.append(leaf(2)).join();
    }
    Files.copy(
        other.resolve("receipts.db"),
        own.resolve("receipts.db"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> TransparencyLog.open(own)).hasMessageContaining("checkpoint");
  }

  /** A store in memory whose disk fails in the way that is set, if one is. */
  private static final class Failing implements LogStore {
    private volatile Optional<LogUnavailableException> failure = Optional.empty();
    private final java.util.Map<TileName, byte[]> tiles = new java.util.HashMap<>();
    private Optional<SignedNote> checkpoint = Optional.empty();

    @Override
    public synchronized Optional<SignedNote> checkpoint() {
      return checkpoint;
    }

    @Override
    public synchronized byte[] tile(TileName name) {
      return tiles.getOrDefault(name, new byte[0]);
    }

    @Override
    public OptionalLong find(Bytes leaf) {
      return OptionalLong.empty();
    }

    @Override
    public synchronized void commit(Growth growth) throws LogUnavailableException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      tiles.putAll(growth.tiles());
      checkpoint = Optional.of(growth.checkpoint());
    }

    @Override
    public void close() {}
  }

  private TransparencyLog over(Failing store) throws Exception {
    return TransparencyLog.over(
        store,
        NoteSigner.open(directory.resolve("key"), NoteKey.Kind.LOG, spki -> "example.com/log"));
  }

  @Test
  void goesOnWhenThereIsRoomAgain() throws Exception {
    Failing disk = new Failing();
    try (TransparencyLog log = over(disk)) {
      log.append(leaf(0)).join();
      disk.failure = Optional.of(LogUnavailableException.full("full", new RuntimeException()));
      assertThatThrownBy(() -> log.append(leaf(1)).join())
          .isInstanceOf(CompletionException.class)
          .hasRootCauseInstanceOf(RuntimeException.class);
      disk.failure = Optional.empty();

      LoggedLeaf logged = log.append(leaf(2)).join();

      assertThat(logged.proof().index()).isEqualTo(1);
      assertProven(logged, leaf(2), log.key());
    }
  }

  @Test
  void takesNothingMoreOnceTheDiskFailed() throws Exception {
    Failing disk = new Failing();
    try (TransparencyLog log = over(disk)) {
      disk.failure = Optional.of(LogUnavailableException.broken("EIO", new RuntimeException()));
      assertThat(log.append(leaf(0))).failsWithin(java.time.Duration.ofSeconds(30));
      disk.failure = Optional.empty();

      assertThat(log.append(leaf(1))).failsWithin(java.time.Duration.ofSeconds(30));
      assertThat(log.checkpoint()).isEmpty();
    }
  }
}
