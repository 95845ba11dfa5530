// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.cli.RunningServer;
import io.adyton.server.admin.AdminAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The data directory and the server that uses it. */
record DataDirectory(Path directory) implements Examination {
  @Override
  public List<Finding> examine() {
    return List.of(use());
  }

  private Finding use() {
    if (!Files.exists(directory)) {
      return Finding.ok("data", directory + " does not exist yet; the first command creates it");
    }
    if (!Files.isWritable(directory)) {
      return Finding.missing(
          "data",
          directory + " cannot be written",
          "change its permissions, or choose another --data-dir");
    }
    Optional<AdminAnswer.Server> server = RunningServer.on(directory);
    return Finding.ok(
        "data",
        server
            .map(
                running ->
                    "%s, used by process %d, which serves %s at %s"
                        .formatted(
                            directory,
                            running.processId(),
                            running.model(),
                            String.join(" ", running.baseUrls())))
            .orElse(directory + ", no server uses it"));
  }
}
