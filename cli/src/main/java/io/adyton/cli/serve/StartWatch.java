// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.cli.model.Progress;
import io.adyton.server.Listener;
import io.adyton.server.StartingServer;
import io.adyton.server.api.StartupProgress;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells probes on the management port, where there is one, how far the start is; and passes on what
 * it hears.
 */
final class StartWatch implements Progress, AutoCloseable {
  private final Progress further;
  private final StartupProgress probes = new StartupProgress();
  private final @Nullable StartingServer server;

  private StartWatch(Progress further, OptionalInt managementPort) {
    this.further = further;
    server =
        managementPort.isPresent()
            ? StartingServer.listen(
                new Listener(
                    InetAddress.getLoopbackAddress().getHostAddress(), managementPort.getAsInt()),
                probes)
            : null;
  }

  static StartWatch on(OptionalInt managementPort, Progress further) {
    return new StartWatch(further, managementPort);
  }

  /** Returns the port that is watched on. */
  OptionalInt port() {
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  /** A phase that cannot tell how far it is. */
  void phase(String name) {
    probes.reach(name, 0, 0);
  }

  @Override
  public Phase begin(String name, long totalBytes) {
    Phase phase = further.begin(name, totalBytes);
    probes.reach(name, 0, totalBytes);
    return new Phase() {
      @Override
      public void advanceTo(long doneBytes) {
        probes.reach(name, doneBytes, totalBytes);
        phase.advanceTo(doneBytes);
      }

      @Override
      public void close() {
        phase.close();
      }
    };
  }

  /** Frees the management port. */
  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
