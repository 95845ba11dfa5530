// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS by the JDK's engine over a socket that never waits (JSSE reference, "SSLEngine"). */
final class TlsTransport implements Transport {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final ByteBuffer received;
  private final ByteBuffer unsent;
  private final ByteBuffer discarded;

  TlsTransport(SocketChannel channel, SSLEngine engine) throws SSLException {
    this.channel = channel;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    this.received = ByteBuffer.allocate(packet).flip();
    this.unsent = ByteBuffer.allocate(packet).flip();
    this.discarded = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    engine.beginHandshake();
  }

  @Override
  public boolean handshake() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          if (!flush() || !wrap(NOTHING)) {
            return false;
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrapHandshake()) {
            return false;
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          return flush();
        }
      }
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int start = target.position();
    while (target.hasRemaining()) {
      SSLEngineResult result = engine.unwrap(received, target);
      switch (result.getStatus()) {
        case OK -> afterRecord(result.getHandshakeStatus());
        case BUFFER_OVERFLOW -> {
          return target.position() - start;
        }
        case BUFFER_UNDERFLOW -> {
          int count = fill();
          if (count <= 0) {
            return target.position() > start ? target.position() - start : count;
          }
        }
        case CLOSED -> {
          return target.position() > start ? target.position() - start : -1;
        }
      }
    }
    return target.position() - start;
  }

  @Override
  public boolean write(ByteBuffer source) throws IOException {
    while (flush()) {
      if (!source.hasRemaining()) {
        return true;
      }
      wrap(source);
    }
    return false;
  }

  @Override
  public boolean hasUnsent() {
    return unsent.hasRemaining();
  }

  /** Answers what a record asked for besides its data, such as a key update. */
  private void afterRecord(HandshakeStatus status) throws IOException {
    switch (status) {
      case NEED_TASK -> runTasks();
      case NEED_WRAP -> {
        if (flush()) {
          wrap(NOTHING);
        }
      }
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {}
    }
  }

  /** Encrypts one record of {@code source}; returns whether the kernel took all of it. */
  private boolean wrap(ByteBuffer source) throws IOException {
    unsent.clear();
    SSLEngineResult result = engine.wrap(source, unsent);
    unsent.flip();
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw new SSLException("the peer closed the TLS session");
    }
    return flush();
  }

  private boolean flush() throws IOException {
    if (unsent.hasRemaining()) {
      channel.write(unsent);
    }
    return !unsent.hasRemaining();
  }

  /** Takes one handshake record; returns whether there was a whole one. */
  private boolean unwrapHandshake() throws IOException {
    while (true) {
      SSLEngineResult result = engine.unwrap(received, discarded.clear());
      switch (result.getStatus()) {
        case OK -> {
          return true;
        }
        case BUFFER_UNDERFLOW -> {
          int count = fill();
          if (count < 0) {
            throw new SSLException("the peer closed the connection during the TLS handshake");
          }
          if (count == 0) {
            return false;
          }
        }
        case BUFFER_OVERFLOW, CLOSED ->
            throw new SSLException("TLS handshake ended with " + result.getStatus());
      }
    }
  }

  private int fill() throws IOException {
    received.compact();
    int count = channel.read(received);
    received.flip();
    return count;
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }
}
