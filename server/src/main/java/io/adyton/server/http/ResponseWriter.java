// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.adyton.server.receipt.AnswerReceipt;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one answer, and every byte of it: no other class writes to a response.
 *
 * <p><b>Guarantees.</b> The receipt, where there is one, sees the bytes of the body, all of them
 * and in their order, before they are sent, and is signed and logged before the answer ends.
 * Buffers are released, and with that zeroed, once they are on their way or cannot be sent any
 * more. After the client has gone, writing does nothing.
 *
 * <p>Confined to the connection's event loop. Not a guarantee that the client received anything.
 */
public final class ResponseWriter {
  private static final int UNAVAILABLE = 503;
  private static final String JSON = "application/json";

  private final HttpServerResponse response;
  private final boolean headOnly;
  private final Optional<AnswerReceipt> receipt;
  private final List<Runnable> whenGone = new ArrayList<>();
  private final List<Runnable> whenOver = new ArrayList<>();
  private Runnable whenSent = () -> {};
  private boolean begun;
  private boolean ended;
  private boolean closed;
  private long bodyBytes;

  /**
   * Creates the writer of {@code response}.
   *
   * @param headOnly whether the request's method wants the head of the answer alone
   * @param receipt takes every byte of the body
   */
  public ResponseWriter(
      HttpServerResponse response, boolean headOnly, Optional<AnswerReceipt> receipt) {
    this.response = response;
    this.headOnly = headOnly;
    this.receipt = receipt;
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
    if (receipt.isEmpty()) {
      send(status, contentType, Map.of(), body);
      return;
    }
    if (!headOnly) {
      show(receipt.get(), body);
    }
    receipt
        .get()
        .seal(
            status,
            contentType,
            new AnswerReceipt.Sealed() {
              @Override
              public void issued(AnswerReceipt.Issued issued) {
                send(status, contentType, issued.headers(), body);
              }

              @Override
              public void refused(String error) {
                body.release();
                send(UNAVAILABLE, JSON, Map.of(), text(error));
              }
            });
  }

  private void send(int status, String contentType, Map<String, String> headers, ByteBuf body) {
    if (closed) {
      body.release();
      return;
    }
    response.setStatusCode(status);
    response.putHeader("content-type", contentType);
    response.putHeader("content-length", Integer.toString(body.readableBytes()));
    headers.forEach(response::putHeader);
    finish(body);
  }

  /** Sends the head of a streamed answer at once. */
  public void open(String contentType) {
    if (begun || closed) {
      return;
    }
    begun = true;
    receipt.ifPresent(AnswerReceipt::openStream);
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
    bodyBytes += part.readableBytes();
    receipt.ifPresent(sees -> show(sees, part));
    releaseAfter(response.write(BufferInternal.buffer(part)), part);
  }

  /**
   * Ends a streamed answer with its last part, its receipt and {@code farewell}, which is no part
   * of what the receipt vouches for. Takes both.
   *
   * @param complete whether the answer came to its end
   */
  public void end(ByteBuf part, boolean complete, ByteBuf farewell) {
    if (ended || closed) {
      part.release();
      farewell.release();
      return;
    }
    if (receipt.isEmpty()) {
      finish(part.writeBytes(farewell));
      farewell.release();
      return;
    }
    write(part);
    receipt
        .get()
        .sealStream(
            complete,
            new AnswerReceipt.Sealed() {
              @Override
              public void issued(AnswerReceipt.Issued issued) {
                ByteBuf last = text(issued.comment()).writeBytes(farewell);
                farewell.release();
                last(last);
              }

              @Override
              public void refused(String error) {
                farewell.release();
                last(text("data: " + error + "\n\n"));
              }
            });
  }

  /** Has a receipt of what was streamed before the client went. */
  public void leaveReceipt() {
    receipt.ifPresent(
        left ->
            left.sealStream(
                false,
                new AnswerReceipt.Sealed() {
                  @Override
                  public void issued(AnswerReceipt.Issued issued) {}

                  @Override
                  public void refused(String error) {}
                }));
  }

  private void last(ByteBuf end) {
    if (closed) {
      end.release();
    } else {
      finish(end);
    }
  }

  private static ByteBuf text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ZeroingAllocator.INSTANCE.heapBuffer(bytes.length).writeBytes(bytes);
  }

  private void finish(ByteBuf body) {
    ended = true;
    Future<Void> sent;
    if (headOnly) {
      sent = response.end();
    } else {
      bodyBytes += body.readableBytes();
      sent = response.end(BufferInternal.buffer(body));
    }
    releaseAfter(sent, body);
    sent.onComplete(result -> whenSent.run());
    whenOver.forEach(Runnable::run);
    whenOver.clear();
  }

  /** Buffers of answers are arrays, since the allocator makes no others for them. */
  private static void show(AnswerReceipt receipt, ByteBuf bytes) {
    receipt.bytes(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
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
