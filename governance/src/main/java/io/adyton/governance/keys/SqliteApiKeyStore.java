// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Keys in the table {@code api_key} of {@code ledger.db}, in the data directory.
 *
 * <p>SQLite runs in WAL mode with full synchronisation: a key that was printed is on the disk, and
 * a crash at any moment leaves either the old state or the new one. All keys are also held in a
 * snapshot in memory, which lookups read without a lock. One process opens a data directory at a
 * time; this class relies on the server's lock and takes none itself.
 */
public final class SqliteApiKeyStore implements ApiKeyStore {
  private static final String FILE_NAME = "ledger.db";
  private static final int SCHEMA_VERSION = 1;
  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS api_key (
        id TEXT PRIMARY KEY,
        sha256 BLOB NOT NULL,
        name TEXT NOT NULL,
        tenant TEXT NOT NULL,
        created_millis INTEGER NOT NULL,
        revoked_millis INTEGER
      ) STRICT
      """;
  private static final byte[] NO_DIGEST = new byte[32];

  private final Path file;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Connection connection;
  private volatile Map<String, Entry> snapshot;

  private record Entry(ApiKey key, byte[] digest) {}

  private SqliteApiKeyStore(
      Path file, InstantSource clock, RandomGenerator random, Connection connection)
      throws SQLException {
    this.file = file;
    this.clock = clock;
    this.random = random;
    this.connection = connection;
    this.snapshot = load(connection);
  }

  /**
   * Opens the store of a data directory, which must exist, and creates it where there is none.
   *
   * @throws ApiKeyStoreException if the file cannot be used, or a later version wrote it
   */
  public static SqliteApiKeyStore open(Path dataDirectory) {
    return open(dataDirectory, InstantSource.system(), new SecureRandom());
  }

  static SqliteApiKeyStore open(Path dataDirectory, InstantSource clock, RandomGenerator random) {
    Path file = dataDirectory.resolve(FILE_NAME);
    try {
      createPrivately(file);
      return connect(file, clock, random);
    } catch (IOException | SQLException e) {
      throw new ApiKeyStoreException(
          "cannot open " + file + " (" + e.getMessage() + "); check the disk and its permissions",
          e);
    }
  }

  private static SqliteApiKeyStore connect(Path file, InstantSource clock, RandomGenerator random)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      migrate(connection, file);
      return new SqliteApiKeyStore(file, clock, random, connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void createPrivately(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // A store from an earlier run keeps the permissions its owner gave it.
    }
  }

  private static void migrate(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int version;
      try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
        version = row.getInt(1);
      }
      if (version > SCHEMA_VERSION) {
        throw new ApiKeyStoreException(
            file
                + " has format "
                + version
                + ", this version of Adyton reads up to "
                + SCHEMA_VERSION
                + "; use the Adyton that wrote it, or a later one");
      }
      statement.execute(SCHEMA);
      statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
    }
  }

  @Override
  public synchronized IssuedKey issue(String name, String tenant) {
    String secret = drawUnused();
    ApiKey key =
        new ApiKey(
            KeyText.idOf(secret).orElseThrow(),
            name,
            tenant,
            Instant.ofEpochMilli(clock.millis()),
            null);
    Entry entry = new Entry(key, KeyText.digest(secret));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO api_key VALUES (?, ?, ?, ?, ?, NULL)")) {
      insert.setString(1, key.id());
      insert.setBytes(2, entry.digest());
      insert.setString(3, name);
      insert.setString(4, tenant);
      insert.setLong(5, key.created().toEpochMilli());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw notStored(e);
    }
    publish(entry);
    return new IssuedKey(key, secret);
  }

  @Override
  public synchronized Optional<ApiKey> revoke(String id) {
    Entry entry = snapshot.get(id);
    if (entry == null) {
      return Optional.empty();
    }
    if (!entry.key().isActive()) {
      return Optional.of(entry.key());
    }
    long now = clock.millis();
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE api_key SET revoked_millis = ? WHERE id = ?")) {
      update.setLong(1, now);
      update.setString(2, id);
      update.executeUpdate();
    } catch (SQLException e) {
      throw notStored(e);
    }
    ApiKey key = entry.key();
    ApiKey revoked =
        new ApiKey(key.id(), key.name(), key.tenant(), key.created(), Instant.ofEpochMilli(now));
    publish(new Entry(revoked, entry.digest()));
    return Optional.of(revoked);
  }

  @Override
  public List<ApiKey> list() {
    List<ApiKey> keys = new ArrayList<>();
    for (Entry entry : snapshot.values()) {
      keys.add(entry.key());
    }
    return Collections.unmodifiableList(keys);
  }

  @Override
  public Optional<ApiKey> find(String presented) {
    Optional<String> id = KeyText.idOf(presented);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = snapshot.get(id.get());
    byte[] expected = entry == null ? NO_DIGEST : entry.digest();
    boolean equal = MessageDigest.isEqual(expected, KeyText.digest(presented));
    return entry != null && equal && entry.key().isActive()
        ? Optional.of(entry.key())
        : Optional.empty();
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ApiKeyStoreException("cannot close " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private String drawUnused() {
    String secret;
    do {
      secret = KeyText.draw(random);
    } while (snapshot.containsKey(KeyText.idOf(secret).orElseThrow()));
    return secret;
  }

  private void publish(Entry entry) {
    Map<String, Entry> next = new LinkedHashMap<>(snapshot);
    next.put(entry.key().id(), entry);
    snapshot = Collections.unmodifiableMap(next);
  }

  private ApiKeyStoreException notStored(SQLException e) {
    return new ApiKeyStoreException(
        "cannot write " + file + " (" + e.getMessage() + "); check the disk and its free space", e);
  }

  private static Map<String, Entry> load(Connection connection) throws SQLException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, sha256, name, tenant, created_millis, revoked_millis"
                    + " FROM api_key ORDER BY rowid")) {
      while (row.next()) {
        ApiKey key =
            new ApiKey(
                row.getString(1),
                row.getString(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                instantOrNull(row, 6));
        entries.put(key.id(), new Entry(key, row.getBytes(2)));
      }
    }
    return Collections.unmodifiableMap(entries);
  }

  private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
