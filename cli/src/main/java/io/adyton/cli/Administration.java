// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import io.adyton.governance.keys.SqliteApiKeyStore;
import io.adyton.server.admin.AdminAnswer;
import io.adyton.server.admin.AdminClient;
import io.adyton.server.admin.AdminDesk;
import io.adyton.server.admin.AdminRequest;
import io.adyton.server.admin.DirectoryInUseException;
import io.adyton.server.admin.DirectoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Changes a data directory through the server that uses it, else by itself. */
public final class Administration {
  private Administration() {}

  /** Carries out a request on a data directory. */
  public static AdminAnswer ask(Path dataDirectory, AdminRequest request) {
    try {
      return askServer(dataDirectory, request)
          .orElseGet(() -> answerItself(dataDirectory, request));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the server that uses a data directory; empty if none does. */
  static Optional<AdminAnswer> askServer(Path dataDirectory, AdminRequest request)
      throws IOException {
    Optional<AdminClient> server = AdminClient.connect(dataDirectory);
    if (server.isEmpty()) {
      return Optional.empty();
    }
    try (AdminClient client = server.get()) {
      return Optional.of(client.ask(request));
    }
  }

  /** Turns an answer that is not the one asked for into the end of the command. */
  public static UserError refusal(AdminAnswer answer) {
    return answer instanceof AdminAnswer.Refused(String reason)
        ? UserError.rejected(reason)
        : UserError.failed("the server answered something else; is it another version of Adyton?");
  }

  private static AdminAnswer answerItself(Path dataDirectory, AdminRequest request) {
    try (DirectoryLock lock = DirectoryLock.acquire(dataDirectory);
        SqliteApiKeyStore keys = SqliteApiKeyStore.open(lock.directory())) {
      return new AdminDesk(keys, Optional::empty).answer(request);
    } catch (DirectoryInUseException e) {
      throw UserError.failed(
          e.getMessage() + "; it does not answer on admin.sock, so it may still be starting");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
