// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import io.adyton.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether there is room, and what to say when there is none. */
final class DiskSpace {
  private DiskSpace() {}

  /** Refuses before the first byte is fetched what cannot be kept. */
  static void require(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw UserError.failed(
          String.format(
              Locale.ROOT,
              "%s needs %.0f MB, but its disk has %.0f MB free; make room, or choose another"
                  + " directory with --data-dir.",
              folder,
              bytes / 1e6,
              free / 1e6));
    }
  }

  /** What to say when a write failed for want of room. */
  static UserError full(Path file) {
    return UserError.failed(
        "the disk of "
            + file.getParent()
            + " is full; make room, or choose another directory with --data-dir, and pull again.");
  }

  static boolean isFull(IOException failure) {
    String message = failure.getMessage();
    return message != null
        && (message.contains("No space left on device")
            || message.contains("Disk quota exceeded")
            || message.contains("File too large"));
  }
}
