// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One report entry of the kernel's configfs-tsm: a directory that fills itself with attributes when
 * it is made and goes away as a whole.
 */
class TsmEntry implements AutoCloseable {
  private static final int MAX_BYTES = 1 << 20;

  private final Path directory;

  /**
   * Makes the entry.
   *
   * @throws IOException if the kernel offers no reports here, or the name is taken
   */
  TsmEntry(Path directory) throws IOException {
    this.directory = directory;
    try {
      Files.createDirectory(directory);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "expected %s (Linux 6.7 or later in a confidential guest, configfs mounted), found none"
              .formatted(directory.getParent()),
          e);
    }
  }

  /** Reads an attribute to its end. */
  Bytes read(String attribute) throws IOException {
    try (InputStream content = Files.newInputStream(directory.resolve(attribute))) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(
            "%s: expected at most %d bytes, found more"
                .formatted(directory.resolve(attribute), MAX_BYTES));
      }
      return Bytes.of(bytes);
    }
  }

  /** Writes an attribute at once, as the kernel wants it. */
  void write(String attribute, Bytes value) throws IOException {
    Files.write(directory.resolve(attribute), value.toArray(), StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    Files.delete(directory);
  }
}
