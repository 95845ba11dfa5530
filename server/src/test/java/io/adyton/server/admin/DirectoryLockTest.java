// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path parent;

  @Test
  void createsDirectoryForItsOwnerOnly() throws Exception {
    Path directory = parent.resolve("a").resolve("b");
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      assertThat(lock).isNotNull();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void isHeldByOneAtATime() throws Exception {
    try (DirectoryLock first = DirectoryLock.acquire(parent)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> DirectoryLock.acquire(parent))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> DirectoryLock.acquire(parent))
          .isInstanceOf(DirectoryInUseException.class);
    }
    DirectoryLock.acquire(parent).close();
  }

  @Test
  void namesTheProcessThatHoldsIt() throws Exception {
    Process holder = startHolder();
    try {
      assertThatThrownBy(() -> DirectoryLock.acquire(parent))
          .isInstanceOfSatisfying(
              DirectoryInUseException.class,
              inUse -> assertThat(inUse.processId()).hasValue(holder.pid()));
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void isFreeOnceItsHolderWasKilled() throws Exception {
    startHolder().destroyForcibly().waitFor();
    DirectoryLock.acquire(parent).close();
  }

  @Test
  void staysHeldWhileOthersTry() throws Exception {
    try (DirectoryLock lock = DirectoryLock.acquire(parent)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> DirectoryLock.acquire(parent))
          .isInstanceOf(DirectoryInUseException.class);

      Process other = runHolder();
      assertThat(other.inputReader().readLine()).contains("is in use by process");
      other.waitFor();
    }
  }

  private Process startHolder() throws IOException {
    Process holder = runHolder();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    return holder;
  }

  private Process runHolder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            parent.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
