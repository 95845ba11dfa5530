// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import io.adyton.benchmarks.http.Endpoint;
import io.adyton.benchmarks.http.EventLoop;
import io.adyton.benchmarks.http.HttpConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Keep-alive connections to one server; as many as were ever needed at once. */
final class ConnectionPool implements AutoCloseable {
  private final EventLoop loop;
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final @Nullable SSLContext tls;
  private final ArrayDeque<HttpConnection> idle = new ArrayDeque<>();

  ConnectionPool(EventLoop loop, Endpoint endpoint, @Nullable SSLContext tls) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.address = endpoint.address();
    this.tls = tls;
  }

  /** Returns an idle connection, absent where there is none. */
  @Nullable HttpConnection takeIdle() {
    for (HttpConnection last = idle.pollLast(); last != null; last = idle.pollLast()) {
      if (!last.isClosed()) {
        return last;
      }
    }
    return null;
  }

  /** Returns a new connection that is still being made. */
  HttpConnection open() throws IOException {
    return HttpConnection.open(loop, endpoint, address, tls);
  }

  void giveBack(HttpConnection connection) {
    if (!connection.isClosed()) {
      idle.addLast(connection);
    }
  }

  @Override
  public void close() {
    idle.forEach(HttpConnection::close);
  }
}
