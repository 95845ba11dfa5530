// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A copy of a model file with one bit of its weights flipped; it is deleted on close.
 *
 * @param path the copy
 */
record AlteredModel(Path path) implements AutoCloseable {
  private static final int LAST_BIT = 1;

  static AlteredModel of(Path genuine, Path folder) throws IOException {
    AlteredModel altered =
        new AlteredModel(
            Files.copy(
                genuine, folder.resolve("altered.gguf"), StandardCopyOption.REPLACE_EXISTING));
    try (RandomAccessFile file = new RandomAccessFile(altered.path.toFile(), "rw")) {
      file.seek(file.length() - 1);
      int last = file.read();
      file.seek(file.length() - 1);
      file.write(last ^ LAST_BIT);
    }
    return altered;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
