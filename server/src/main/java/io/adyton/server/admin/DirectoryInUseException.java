// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.admin;

import java.nio.file.Path;
import java.util.OptionalLong;

/** Another process, or another part of this one, holds the data directory. */
public final class DirectoryInUseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long processId;

  DirectoryInUseException(Path directory, OptionalLong processId) {
    super(
        directory
            + " is in use by "
            + (processId.isPresent() ? "process " + processId.getAsLong() : "another process")
            + "; stop it, or choose another --data-dir",
        null,
        false,
        false);
    this.processId = processId.orElse(-1);
  }

  /** Returns who holds it, as far as the lock file tells. */
  public OptionalLong processId() {
    return processId < 0 ? OptionalLong.empty() : OptionalLong.of(processId);
  }
}
