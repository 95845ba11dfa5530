// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

/**
 * Closes a connection that costs more than it brings: one that does nothing for too long, and one
 * that takes too long over a request's head. Confined to the connection's event loop.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
  private final Vertx vertx;
  private final HttpConnection connection;
  private final ConnectionLimits limits;
  private int requests;
  private boolean readsHead;
  private long timer;

  ConnectionGuard(Vertx vertx, HttpConnection connection, ConnectionLimits limits) {
    this.vertx = vertx;
    this.connection = connection;
    this.limits = limits;
    closeAfter(limits.idle().toMillis());
  }

  /** A request's head is complete. */
  void begin() {
    requests++;
    readsHead = false;
    vertx.cancelTimer(timer);
  }

  /** A request was answered, or its client has gone. */
  void end() {
    if (--requests == 0) {
      closeAfter(limits.idle().toMillis());
    }
  }

  /** The connection is closed. */
  void stop() {
    vertx.cancelTimer(timer);
  }

  // Bytes that arrive between requests begin a head.
  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (requests == 0 && !readsHead) {
      readsHead = true;
      vertx.cancelTimer(timer);
      closeAfter(limits.head().toMillis());
    }
    context.fireChannelRead(bytes);
  }

  private void closeAfter(long millis) {
    timer = vertx.setTimer(millis, nothing -> connection.close());
  }
}
