// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteApiKeyStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  @Test
  void acceptsIssuedKeyAndNoOther() {
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory)) {
      IssuedKey issued = store.issue("laptop", "research");

      assertThat(store.find(issued.secret())).contains(issued.key());
      assertThat(store.find(issued.secret() + "0")).isEmpty();
      assertThat(store.find(changeLastDigit(issued.secret()))).isEmpty();
      assertThat(store.find("")).isEmpty();
      assertThat(store.find(ApiKeyStore.PREFIX)).isEmpty();
      assertThat(store.find("none")).isEmpty();
    }
  }

  @Test
  void spellsKeysWithPublicIdAnd192RandomBits() {
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory)) {
      IssuedKey issued = store.issue("laptop", "research");

      assertThat(issued.secret()).matches("sk-adyton-[0-9a-f]{8}-[0-9a-f]{48}");
      assertThat(issued.secret()).startsWith("sk-adyton-" + issued.key().id() + "-");
      assertThat(issued.toString()).doesNotContain(issued.secret().substring(20));
    }
  }

  @Test
  void keepsKeysAcrossReopening() {
    IssuedKey first;
    IssuedKey second;
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory, () -> NOW, new Random(7))) {
      first = store.issue("first", "a");
      second = store.issue("second", "b");
      store.revoke(second.key().id());
    }
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory)) {
      assertThat(store.list())
          .containsExactly(
              new ApiKey(first.key().id(), "first", "a", NOW, null),
              new ApiKey(second.key().id(), "second", "b", NOW, NOW));
      assertThat(store.find(first.secret())).isPresent();
      assertThat(store.find(second.secret())).isEmpty();
    }
  }

  @Test
  void revokesAtOnceAndOnlyOnce() {
    MovableClock clock = new MovableClock();
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory, clock, new Random(7))) {
      IssuedKey issued = store.issue("laptop", "research");
      ApiKey revoked = store.revoke(issued.key().id()).orElseThrow();
      clock.now = NOW.plusSeconds(60);

      assertThat(revoked.revoked()).isEqualTo(NOW);
      assertThat(store.find(issued.secret())).isEmpty();
      assertThat(store.revoke(issued.key().id())).contains(revoked);
      assertThat(store.revoke("00000000")).isEmpty();
    }
  }

  @Test
  void storesNoPartOfTheSecret() throws Exception {
    IssuedKey issued;
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory)) {
      issued = store.issue("laptop", "research");
      String random = issued.secret().substring("sk-adyton-00000000-".length());
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          assertThat(bytes).doesNotContain(random.substring(0, 8));
        }
      }
    }
  }

  @Test
  void createsFileForItsOwnerOnly() throws Exception {
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory)) {
      store.issue("laptop", "research");
      try (var files = Files.list(directory)) {
        assertThat(files.toList())
            .isNotEmpty()
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void refusesLabelsThatDoNotFitOneLine() {
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory)) {
      assertThatThrownBy(() -> store.issue(" ", "a")).hasMessageContaining("name");
      assertThatThrownBy(() -> store.issue("a\nb", "a")).hasMessageContaining("name");
      assertThatThrownBy(() -> store.issue("a", "b".repeat(65))).hasMessageContaining("tenant");
      assertThat(store.list()).isEmpty();
    }
  }

  @Test
  void refusesFormatOfLaterVersion() throws Exception {
    SqliteApiKeyStore.open(directory).close();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    assertThatThrownBy(() -> SqliteApiKeyStore.open(directory))
        .isInstanceOf(ApiKeyStoreException.class)
        .hasMessageContaining("format 99");
  }

  @Test
  void refusesFileThatIsNoDatabase() throws Exception {
    Files.writeString(directory.resolve("ledger.db"), "this is not a database file at all");
    assertThatThrownBy(() -> SqliteApiKeyStore.open(directory))
        .isInstanceOf(ApiKeyStoreException.class)
        .hasMessageContaining("ledger.db");
  }

  @Test
  void servesLookupsWhileManyThreadsIssueAndRevoke() throws Exception {
    int threads = 8;
    int keysEach = 12;
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory);
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<Set<String>>> jobs = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String tenant = "tenant-" + thread;
        jobs.add(
            () -> {
              Set<String> kept = new HashSet<>();
              for (int i = 0; i < keysEach; i++) {
                IssuedKey issued = store.issue("key-" + i, tenant);
                assertThat(store.find(issued.secret())).contains(issued.key());
                if (i % 2 == 0) {
                  store.revoke(issued.key().id());
                  assertThat(store.find(issued.secret())).isEmpty();
                } else {
                  kept.add(issued.key().id());
                }
              }
              return kept;
            });
      }
      Set<String> kept = new HashSet<>();
      for (Future<Set<String>> job : executor.invokeAll(jobs)) {
        kept.addAll(job.get());
      }
      assertThat(store.list()).hasSize(threads * keysEach);
      assertThat(store.list().stream().filter(ApiKey::isActive).map(ApiKey::id))
          .containsExactlyInAnyOrderElementsOf(kept);
    }
  }

  @Test
  void keepsEveryPrintedKeyWhenTheProcessIsKilled() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KeyPrinter.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> printed = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (int i = 0; i < 25; i++) {
        printed.add(output.readLine());
      }
      process.destroyForcibly().waitFor();
    }
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(directory)) {
      assertThat(printed).allSatisfy(secret -> assertThat(store.find(secret)).isPresent());
      assertThat(store.find(store.issue("after", "a").secret())).isPresent();
    }
  }

  private static String changeLastDigit(String secret) {
    char last = secret.charAt(secret.length() - 1);
    return secret.substring(0, secret.length() - 1) + (last == '0' ? '1' : '0');
  }

  private static final class MovableClock implements java.time.InstantSource {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }
  }
}
