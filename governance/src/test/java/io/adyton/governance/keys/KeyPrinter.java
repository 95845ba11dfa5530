// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

import java.nio.file.Path;

/** Issues keys and prints them, until it is killed. */
final class KeyPrinter {
  private KeyPrinter() {}

  public static void main(String[] args) {
    try (SqliteApiKeyStore store = SqliteApiKeyStore.open(Path.of(args[0]))) {
      while (!Thread.currentThread().isInterrupted()) {
        System.out.println(store.issue("printed", "test").secret());
      }
    }
  }
}
