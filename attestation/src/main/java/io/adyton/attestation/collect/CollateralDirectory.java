// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Collateral;
import io.adyton.attestation.document.Collateral.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * A folder in which whoever runs the machine keeps what makers publish, one file for each part,
 * under the part's name. It is read anew each time, so that it can be renewed while a server runs.
 *
 * @param directory the folder
 */
public record CollateralDirectory(Path directory) {
  private static final int MAX_BYTES = 512 << 10;

  /**
   * Reads what is there.
   *
   * @throws IOException if the folder or a file in it cannot be read, or a file is too large
   */
  public Collateral read() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "expected a folder with what makers publish, found none at " + directory);
    }
    Map<Part, Bytes> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      Path file = directory.resolve(part.label());
      if (Files.exists(file)) {
        parts.put(part, content(file));
      }
    }
    return new Collateral(parts);
  }

  private static Bytes content(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(
            "%s: expected at most %d bytes, found more".formatted(file, MAX_BYTES));
      }
      return Bytes.of(bytes);
    }
  }
}
