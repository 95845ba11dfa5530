// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, in lower-case hexadecimal. */
final class FileDigest {
  private static final int CHUNK_BYTES = 1 << 20;

  private FileDigest() {}

  /** Reads the whole file as a phase of its own. */
  static String of(Path file, Progress progress) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Files.newInputStream(file);
        Progress.Phase phase = progress.begin("verify", Files.size(file))) {
      long done = 0;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        sha256.update(chunk, 0, read);
        done += read;
        phase.advanceTo(done);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
