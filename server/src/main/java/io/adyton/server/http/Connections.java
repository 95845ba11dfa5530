// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All open connections of a server's listeners, each with its guard. Thread-safe. */
public final class Connections {
  private static final String HTTP_1_DECODER = "httpDecoder";

  private final Vertx vertx;
  private final ConnectionLimits limits;
  private final Map<HttpConnection, ConnectionGuard> guards = new ConcurrentHashMap<>();

  /** Creates an empty set. */
  public Connections(Vertx vertx, ConnectionLimits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  /** Takes a new connection, or closes it if there are too many; called on its event loop. */
  public void opened(HttpConnection connection) {
    if (guards.size() >= limits.connections()) {
      connection.close();
      return;
    }
    ConnectionGuard guard = new ConnectionGuard(vertx, connection, limits);
    guards.put(connection, guard);
    connection.closeHandler(
        nothing -> {
          guards.remove(connection);
          guard.stop();
        });
    if (connection.protocolVersion() == HttpVersion.HTTP_1_1
        && connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channelHandlerContext().pipeline();
      if (pipeline.get(HTTP_1_DECODER) != null) {
        pipeline.addBefore(HTTP_1_DECODER, null, guard);
        pipeline.addAfter(HTTP_1_DECODER, null, KnownProtocols.INSTANCE);
      }
    }
  }

  /**
   * A request's head came on {@code connection}; its guard waits until {@code response} is over.
   */
  public void began(HttpConnection connection, ResponseWriter response) {
    @Nullable ConnectionGuard guard = guards.get(connection);
    if (guard != null) {
      guard.begin();
      response.onOver(guard::end);
    }
  }

  /** Returns how many there are. */
  public int count() {
    return guards.size();
  }
}
