// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import io.adyton.server.admin.AdminAnswer;
import io.adyton.server.admin.AdminRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the server that uses a data directory. */
public final class RunningServer {
  private RunningServer() {}

  /** Returns what that server says of itself, empty if there is none or it is still starting. */
  public static Optional<AdminAnswer.Server> on(Path dataDirectory) {
    try {
      return Administration.askServer(dataDirectory, new AdminRequest.DescribeServer())
          .filter(AdminAnswer.Server.class::isInstance)
          .map(AdminAnswer.Server.class::cast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
