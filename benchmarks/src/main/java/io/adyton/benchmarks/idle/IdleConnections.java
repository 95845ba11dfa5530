// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.idle;

import io.adyton.benchmarks.http.Endpoint;
import io.adyton.benchmarks.http.EventLoop;
import io.adyton.benchmarks.http.HttpConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Connections that each carried one request and stay open. Confined to one thread. */
public final class IdleConnections implements AutoCloseable {
  /** So many are being made at once that no listen queue overflows. */
  private static final int AT_ONCE = 16;

  private final EventLoop loop;
  private final List<HttpConnection> connections = new ArrayList<>();
  private int answered;
  private @Nullable IOException failure;

  private IdleConnections() throws IOException {
    this.loop = new EventLoop(System::nanoTime);
  }

  /**
   * Opens {@code count} connections and sends {@code GET path} on each.
   *
   * @throws IOException if one fails, or not all were answered within {@code limit}
   */
  public static IdleConnections open(
      Endpoint endpoint, @Nullable SSLContext tls, String path, int count, Duration limit)
      throws IOException {
    IdleConnections idle = new IdleConnections();
    try {
      idle.fill(endpoint, tls, path, count, limit);
      return idle;
    } catch (IOException | RuntimeException e) {
      idle.close();
      throw e;
    }
  }

  /** Does nothing for that time but notice connections that the server closes. */
  public void hold(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      loop.turn(left);
    }
  }

  /** Returns how many are still open. */
  public int established() {
    return (int) connections.stream().filter(HttpConnection::isEstablished).count();
  }

  @Override
  public void close() throws IOException {
    connections.forEach(HttpConnection::close);
    loop.close();
  }

  private void fill(
      Endpoint endpoint, @Nullable SSLContext tls, String path, int count, Duration limit)
      throws IOException {
    InetSocketAddress address = endpoint.address();
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nhost: " + endpoint.authority() + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    long end = System.nanoTime() + limit.toNanos();
    while (answered < count) {
      while (connections.size() < Math.min(count, answered + AT_ONCE)) {
        HttpConnection connection = HttpConnection.open(loop, endpoint, address, tls);
        connections.add(connection);
        connection.send(request, new OneAnswer());
      }
      loop.turn(Duration.ofMillis(50).toNanos());
      if (failure != null) {
        throw failure;
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            answered
                + " of "
                + count
                + " connections were answered in "
                + limit.toSeconds()
                + " s");
      }
    }
  }

  private final class OneAnswer implements HttpConnection.Exchange {
    @Override
    public void onStatus(int status) {}

    @Override
    public void onBody(ByteBuffer bytes) {}

    @Override
    public void onEnd() {
      answered++;
    }

    @Override
    public void onFailure(IOException cause) {
      failure = cause;
    }
  }
}
