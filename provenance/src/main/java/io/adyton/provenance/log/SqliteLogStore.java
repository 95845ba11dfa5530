// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tiles in one SQLite file, in WAL mode with full synchronisation: {@link #commit} returns after
 * the disk has it, and a crash at any moment leaves the state before or after it.
 */
final class SqliteLogStore implements LogStore {
  private static final int SCHEMA_VERSION = 1;
  private static final String[] SCHEMA = {
    """
    CREATE TABLE IF NOT EXISTS tile (
      level INTEGER NOT NULL,
      number INTEGER NOT NULL,
      hashes BLOB NOT NULL,
      PRIMARY KEY (level, number)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS leaf (
      hash BLOB PRIMARY KEY,
      place INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS checkpoint (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      note BLOB NOT NULL
    ) STRICT
    """
  };

  private final Path file;
  private final Connection connection;

  private SqliteLogStore(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static SqliteLogStore open(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // A store from an earlier run keeps the permissions its owner gave it.
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        migrate(connection, file);
        connection.setAutoCommit(false);
        return new SqliteLogStore(file, connection);
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IOException("cannot open " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private static void migrate(Connection connection, Path file) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      int version;
      try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
        version = row.getInt(1);
      }
      if (version > SCHEMA_VERSION) {
        throw new IOException(
            "%s has format %d, this version of Adyton reads up to %d; use the Adyton that wrote it"
                .formatted(file, version, SCHEMA_VERSION));
      }
      for (String table : SCHEMA) {
        statement.execute(table);
      }
      statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
    }
  }

  @Override
  public synchronized Optional<SignedNote> checkpoint() throws LogUnavailableException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT note FROM checkpoint")) {
      return row.next()
          ? Optional.of(SignedNote.parse(Bytes.of(row.getBytes(1))))
          : Optional.empty();
    } catch (SQLException e) {
      throw failed("read", e);
    } catch (MalformedNoteException e) {
      throw LogUnavailableException.broken(file + " holds no checkpoint: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized byte[] tile(TileName name) throws LogUnavailableException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT hashes FROM tile WHERE level = ? AND number = ?")) {
      select.setInt(1, name.level());
      select.setLong(2, name.number());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getBytes(1) : new byte[0];
      }
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  @Override
  public synchronized OptionalLong find(Bytes leaf) throws LogUnavailableException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT place FROM leaf WHERE hash = ?")) {
      select.setBytes(1, leaf.toArray());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    } catch (SQLException e) {
      throw failed("read", e);
    }
  }

  @Override
  public synchronized void commit(Growth growth) throws LogUnavailableException {
    try {
      insert(growth);
      connection.commit();
    } catch (SQLException e) {
      LogUnavailableException failure = failed("write", e);
      try {
        connection.rollback();
      } catch (SQLException again) {
        throw LogUnavailableException.broken("cannot undo a failed write of " + file, again);
      }
      throw failure;
    }
  }

  private void insert(Growth growth) throws SQLException {
    try (PreparedStatement leaf =
            connection.prepareStatement("INSERT OR IGNORE INTO leaf VALUES (?, ?)");
        PreparedStatement tile =
            connection.prepareStatement("INSERT OR REPLACE INTO tile VALUES (?, ?, ?)");
        PreparedStatement checkpoint =
            connection.prepareStatement("INSERT OR REPLACE INTO checkpoint VALUES (1, ?)")) {
      long place = growth.first();
      for (Bytes hash : growth.leaves()) {
        leaf.setBytes(1, hash.toArray());
        leaf.setLong(2, place++);
        leaf.addBatch();
      }
      leaf.executeBatch();
      for (Map.Entry<TileName, byte[]> changed : growth.tiles().entrySet()) {
        tile.setInt(1, changed.getKey().level());
        tile.setLong(2, changed.getKey().number());
        tile.setBytes(3, changed.getValue());
        tile.addBatch();
      }
      tile.executeBatch();
      checkpoint.setBytes(1, growth.checkpoint().toBytes().toArray());
      checkpoint.executeUpdate();
    }
  }

  private LogUnavailableException failed(String what, SQLException e) {
    String sentence =
        "cannot %s %s (%s); check the disk and its free space"
            .formatted(what, file.getFileName(), e.getMessage());
    return e instanceof SQLiteException sqlite
            && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
        ? LogUnavailableException.full(sentence, e)
        : LogUnavailableException.broken(sentence, e);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Everything that was acknowledged is on the disk already.
      System.getLogger(SqliteLogStore.class.getName())
          .log(System.Logger.Level.WARNING, "closing " + file, e);
    }
  }
}
