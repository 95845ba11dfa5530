// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import io.adyton.benchmarks.http.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that says what the test tells it to, when the test tells it to. Everything runs on the
 * test's own thread, so the test decides what time it is when each byte arrives.
 */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final List<Peer> peers = new ArrayList<>();

  ScriptedServer() throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", listener.socket().getLocalPort(), false, "/v1");
  }

  /** Waits for the next connection. */
  Peer accept() throws IOException {
    Peer peer = new Peer(listener.accept());
    peers.add(peer);
    return peer;
  }

  @Override
  public void close() throws IOException {
    for (Peer peer : peers) {
      peer.channel.close();
    }
    listener.close();
  }

  /** One connection, seen from the server. */
  static final class Peer {
    private final SocketChannel channel;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(8192);

    private Peer(SocketChannel channel) throws IOException {
      this.channel = channel;
      channel.configureBlocking(false);
    }

    /** Takes what has arrived; returns whether that completes a request. */
    boolean hasRequest() throws IOException {
      if (channel.read(buffer.clear()) < 0) {
        throw new IOException("the client closed the connection");
      }
      received.write(buffer.array(), 0, buffer.position());
      String text = received.toString(StandardCharsets.UTF_8);
      int headEnd = text.indexOf("\r\n\r\n");
      if (headEnd < 0 || received.size() < headEnd + 4 + contentLength(text)) {
        return false;
      }
      received.reset();
      return true;
    }

    void answers(String status, String body) throws IOException {
      send("HTTP/1.1 " + status + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
    }

    void beginsStream() throws IOException {
      send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    }

    void sendsRole() throws IOException {
      sendsEvent("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
    }

    void sendsText(String text) throws IOException {
      sendsEvent("{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}");
    }

    void sendsUsage(int promptTokens, int completionTokens) throws IOException {
      sendsEvent(
          "{\"choices\":[],\"usage\":{\"prompt_tokens\":"
              + promptTokens
              + ",\"completion_tokens\":"
              + completionTokens
              + ",\"prompt_tokens_details\":{\"cached_tokens\":3}}}");
    }

    void endsStream() throws IOException {
      sendsEvent("[DONE]");
      send("0\r\n\r\n");
    }

    void sendsEvent(String data) throws IOException {
      String event = "data: " + data + "\n\n";
      int length = event.getBytes(StandardCharsets.UTF_8).length;
      send(Integer.toHexString(length) + "\r\n" + event + "\r\n");
    }

    void hangsUp() throws IOException {
      channel.close();
    }

    private void send(String text) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    private static int contentLength(String request) {
      return request
          .lines()
          .filter(line -> line.startsWith("content-length: "))
          .findFirst()
          .map(line -> Integer.parseInt(line.substring(16)))
          .orElse(0);
    }
  }
}
