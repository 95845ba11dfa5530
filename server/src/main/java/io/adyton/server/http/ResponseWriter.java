// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes one answer, and every byte of it: no other class writes to a response.
 *
 * <p><b>Guarantees.</b> The observer sees the bytes of the body, all of them and in their order,
 * before they are sent. Buffers are released, and with that zeroed, once they are on their way or
 * cannot be sent any more. After the client has gone, writing does nothing.
 *
 * <p>Confined to the connection's event loop. Not a guarantee that the client received anything.
 */
public final class ResponseWriter {
  private final HttpServerResponse response;
  private final boolean headOnly;
  private final List<Runnable> whenGone = new ArrayList<>();
  private final List<Runnable> whenOver = new ArrayList<>();
  private Consumer<ByteBuffer> observer = _ -> {};
  private Runnable whenSent = () -> {};
  private boolean begun;
  private boolean ended;
  private boolean closed;
  private long bodyBytes;

  /**
   * Creates the writer of {@code response}.
   *
   * @param headOnly whether the request's method wants the head of the answer alone
   */
  public ResponseWriter(HttpServerResponse response, boolean headOnly) {
    this.response = response;
    this.headOnly = headOnly;
    response.exceptionHandler(failure -> {});
    response.closeHandler(nothing -> close());
  }

  private void close() {
    closed = true;
    if (!ended) {
      whenGone.forEach(Runnable::run);
      whenOver.forEach(Runnable::run);
    }
    whenGone.clear();
    whenOver.clear();
  }

  /** Shows every byte of the body to {@code observer}; to be called before the first of them. */
  public void observe(Consumer<ByteBuffer> observer) {
    this.observer = observer;
  }

  /** Sets a header; does nothing once the head was sent. */
  public ResponseWriter header(String name, String value) {
    if (!begun && !closed) {
      response.putHeader(name, value);
    }
    return this;
  }

  /** Calls {@code action} once the whole answer is on its way, or could not be sent. */
  public void onSent(Runnable action) {
    whenSent = action;
  }

  /** Sends a whole answer and takes {@code body}. */
  public void send(int status, String contentType, ByteBuf body) {
    if (begun || closed) {
      body.release();
      return;
    }
    begun = true;
    response.setStatusCode(status);
    response.putHeader("content-type", contentType);
    response.putHeader("content-length", Integer.toString(body.readableBytes()));
    finish(body);
  }

  /** Sends the head of a streamed answer at once. */
  public void open(String contentType) {
    if (begun || closed) {
      return;
    }
    begun = true;
    response.putHeader("content-type", contentType);
    response.setChunked(true);
    response.writeHead();
  }

  /** Sends a part of a streamed answer and takes {@code part}. */
  public void write(ByteBuf part) {
    if (ended || closed) {
      part.release();
      return;
    }
    observe(part);
    releaseAfter(response.write(BufferInternal.buffer(part)), part);
  }

  /** Ends a streamed answer with its last part, which it takes. */
  public void end(ByteBuf part) {
    if (ended || closed) {
      part.release();
      return;
    }
    finish(part);
  }

  private void finish(ByteBuf body) {
    ended = true;
    Future<Void> sent;
    if (headOnly) {
      sent = response.end();
    } else {
      observe(body);
      sent = response.end(BufferInternal.buffer(body));
    }
    releaseAfter(sent, body);
    sent.onComplete(result -> whenSent.run());
    whenOver.forEach(Runnable::run);
    whenOver.clear();
  }

  private void observe(ByteBuf bytes) {
    bodyBytes += bytes.readableBytes();
    observer.accept(bytes.nioBuffer());
  }

  private static void releaseAfter(Future<Void> sent, ByteBuf bytes) {
    sent.onComplete(result -> bytes.release());
  }

  /** Returns whether more should not be written now; {@link #onDrain} tells when it may again. */
  public boolean isFull() {
    return !ended && !closed && response.writeQueueFull();
  }

  /** Calls {@code action} each time the client has taken enough for more to be written. */
  public void onDrain(Runnable action) {
    if (!closed) {
      response.drainHandler(nothing -> action.run());
    }
  }

  /** Calls {@code action} if the client goes before the answer has ended, or has gone already. */
  public void onGone(Runnable action) {
    if (closed) {
      if (!ended) {
        action.run();
      }
    } else {
      whenGone.add(action);
    }
  }

  /** Calls {@code action} once, as soon as the answer has ended or the client has gone. */
  public void onOver(Runnable action) {
    if (isOver()) {
      action.run();
    } else {
      whenOver.add(action);
    }
  }

  /** Returns the status of the answer; 200 until another one was sent. */
  public int status() {
    return response.getStatusCode();
  }

  /** Returns whether a head was sent. */
  public boolean isBegun() {
    return begun;
  }

  /** Returns whether the answer is complete or the client has gone. */
  public boolean isOver() {
    return ended || closed;
  }

  /** Returns the number of bytes of the body so far. */
  public long bodyBytes() {
    return bodyBytes;
  }
}
