// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import java.io.IOException;
import java.nio.file.Path;

/** Locks a data directory and holds it until its standard input ends or it is killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws IOException {
    try (DirectoryLock lock = DirectoryLock.acquire(Path.of(args[0]))) {
      System.out.println(lock == null ? "nothing" : "held");
      while (System.in.read() >= 0) {}
    } catch (DirectoryInUseException e) {
      System.out.println(e.getMessage());
    }
  }
}
