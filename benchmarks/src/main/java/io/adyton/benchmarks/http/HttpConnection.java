// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection that carries one request at a time. */
public final class HttpConnection implements AutoCloseable {

  /** Follows one request. After {@link #onEnd} or {@link #onFailure} nothing more is called. */
  public interface Exchange {
    /** The response's status. */
    void onStatus(int status);

    /** Bytes of the response's body; valid during the call. */
    void onBody(ByteBuffer bytes);

    /** The response is whole; the connection has taken no new request yet. */
    void onEnd();

    /** The request broke off, and the connection with it. */
    void onFailure(IOException cause);
  }

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Transport transport;
  private final ResponseParser parser = new ResponseParser(new ExchangeSink());
  private boolean established;
  private boolean closed;
  private @Nullable ByteBuffer request;
  private @Nullable Exchange exchange;

  private HttpConnection(EventLoop loop, SocketChannel channel, Transport transport)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.transport = transport;
    this.key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
  }

  /**
   * Begins to connect; a request may be sent at once and leaves when the connection stands.
   *
   * @param tls the context of a TLS connection, absent for a plain one
   */
  public static HttpConnection open(
      EventLoop loop, Endpoint endpoint, InetSocketAddress address, @Nullable SSLContext tls)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Transport transport =
          tls == null
              ? new PlainTransport(channel)
              : new TlsTransport(channel, engine(tls, endpoint));
      HttpConnection connection = new HttpConnection(loop, channel, transport);
      if (channel.connect(address)) {
        connection.onReady();
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns whether the connection stands, TLS included, and has not been closed. */
  public boolean isEstablished() {
    return established && !closed;
  }

  /** Returns whether either side closed it. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Sends a request, head and body in one piece.
   *
   * @throws IllegalStateException if another one is under way
   */
  public void send(byte[] bytes, Exchange follower) {
    if (exchange != null) {
      throw new IllegalStateException("the connection carries a request already");
    }
    exchange = follower;
    request = ByteBuffer.wrap(bytes);
    if (closed) {
      fail(new IOException("the connection was closed before the request"));
    } else if (established) {
      onReady();
    }
  }

  /** Closes the connection; a request under way is dropped without a word to its follower. */
  @Override
  public void close() {
    exchange = null;
    shut();
  }

  void onReady() {
    try {
      if (!channel.finishConnect() || !(established || transport.handshake())) {
        awaitSocket();
        return;
      }
      established = true;
      if (request != null && transport.write(request)) {
        request = null;
      }
      awaitSocket();
      readAll();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void readAll() throws IOException {
    ByteBuffer buffer = loop.readBuffer();
    while (!closed) {
      int count = transport.read(buffer.clear());
      if (count == 0) {
        return;
      }
      if (count < 0) {
        if (!parser.onClose()) {
          fail(new IOException("the server closed the connection"));
        }
        shut();
        return;
      }
      parser.parse(buffer.flip());
    }
  }

  private void awaitSocket() {
    if (!key.isValid()) {
      return;
    }
    int wanted = channel.isConnected() ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
    boolean writing = transport.hasUnsent() || (established && request != null);
    key.interestOps(writing ? wanted | SelectionKey.OP_WRITE : wanted);
  }

  private void fail(IOException cause) {
    shut();
    Exchange ended = exchange;
    exchange = null;
    if (ended != null) {
      ended.onFailure(cause);
    }
  }

  private void shut() {
    closed = true;
    request = null;
    try {
      channel.close();
    } catch (IOException e) {
      key.cancel();
    }
  }

  private static SSLEngine engine(SSLContext tls, Endpoint endpoint) {
    SSLEngine engine = tls.createSSLEngine(endpoint.host(), endpoint.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** Hands what the parser reads to the exchange under way. */
  private final class ExchangeSink implements ResponseParser.Sink {
    @Override
    public void onHead(int status) {
      if (exchange != null) {
        exchange.onStatus(status);
      }
    }

    @Override
    public void onBody(ByteBuffer bytes) {
      if (exchange != null) {
        exchange.onBody(bytes);
      }
    }

    @Override
    public void onEnd() {
      Exchange ended = exchange;
      exchange = null;
      if (!parser.keepAlive()) {
        shut();
      }
      if (ended != null) {
        ended.onEnd();
      }
    }
  }
}
