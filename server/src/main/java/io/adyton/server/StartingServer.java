// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import io.adyton.server.api.StartupApi;
import io.adyton.server.api.StartupProgress;
import io.adyton.server.http.ConnectionLimits;
import io.adyton.server.http.HttpListener;

/**
 * Answers probes while a model is fetched, checked and loaded: alive, not ready, and how far.
 *
 * <p>Closing it frees the port for the server to come; in between, probes find it closed for a
 * moment. Thread-safe.
 */
public final class StartingServer implements AutoCloseable {
  private final EventLoops eventLoops;
  private final int port;

  private StartingServer(EventLoops eventLoops, int port) {
    this.eventLoops = eventLoops;
    this.port = port;
  }

  /**
   * Listens for plain HTTP/1.1.
   *
   * @throws ListenException if that is not possible
   */
  public static StartingServer listen(Listener listener, StartupProgress progress) {
    EventLoops eventLoops = EventLoops.start(1);
    try {
      ConnectionLimits limits = ConnectionLimits.DEFAULT;
      StartupApi api = new StartupApi(eventLoops.vertx(), limits, progress);
      HttpListener.Settings settings =
          new HttpListener.Settings(
              listener.host(),
              listener.port(),
              1,
              null,
              limits,
              api.connections(),
              api::accept,
              api::refuseMalformed);
      return new StartingServer(eventLoops, eventLoops.listen(listener, settings).get());
    } catch (RuntimeException e) {
      eventLoops.close();
      throw e;
    }
  }

  /** Returns the port. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    eventLoops.close();
  }
}
