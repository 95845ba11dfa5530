// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.adyton.scheduler.text.Text;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Moves the body of one request into a {@link Text}, within bounds of size and time, its own and
 * those of all bodies together.
 *
 * <p>What Vert.x delivers is zeroed and released as soon as it has been copied. Confined to the
 * connection's event loop.
 */
public final class RequestBody {
  /** Where a body goes. Exactly one method is called, once. */
  public interface Receiver {
    /** The whole body, and its share of what all may hold; both are the receiver's to close. */
    void complete(Text body, BodyBudget.Share share);

    /** The body is larger than allowed. The rest is read and dropped. */
    void tooLarge();

    /** All bodies together are larger than allowed. The rest of this one is read and dropped. */
    void noRoom();

    /** The body came more slowly than allowed. */
    void tooSlow();

    /** The client has gone before the body was complete. */
    void gone();
  }

  /**
   * How large a body may be, and how slow.
   *
   * @param mostBytes larger ones are refused
   * @param patience a body may take this long
   * @param leastBytesPerSecond and one second more for as many bytes as arrived
   */
  public record Limits(int mostBytes, Duration patience, int leastBytesPerSecond) {}

  private static final long DROPPED_LIMIT_BYTES = 64L << 20;
  private static final long UNSEEN_BYTES = 4 << 10;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Limits limits;
  private final Receiver receiver;
  private final long startedNanos = System.nanoTime();
  private final BodyBudget.Share share;
  private final Text body;
  private long received;
  private boolean over;
  private long timer;

  private RequestBody(
      Vertx vertx,
      HttpServerRequest request,
      Limits limits,
      BodyBudget budget,
      Receiver receiver,
      int expected) {
    Context context = vertx.getOrCreateContext();
    this.share = budget.open(() -> context.runOnContext(nothing -> giveWay()));
    this.vertx = vertx;
    this.request = request;
    this.limits = limits;
    this.receiver = receiver;
    this.body = Text.withCapacity(expected);
  }

  /** Reads the body of {@code request} and hands it to {@code receiver}. */
  public static void read(
      Vertx vertx, HttpServerRequest request, Limits limits, BodyBudget budget, Receiver receiver) {
    long announced = announcedBytes(request);
    if (announced > limits.mostBytes()) {
      drop(request);
      receiver.tooLarge();
      return;
    }
    // Announcing costs a client nothing, so most of the memory waits until the bytes are there.
    RequestBody reader =
        new RequestBody(
            vertx, request, limits, budget, receiver, (int) Math.clamp(announced, 0, UNSEEN_BYTES));
    reader.schedule();
    request.handler(reader::accept);
    request.endHandler(nothing -> reader.end());
    request.exceptionHandler(failure -> reader.leave());
  }

  /** Reads and drops the body of a request that was answered without it. */
  public static void drop(HttpServerRequest request) {
    long[] dropped = {0};
    request.exceptionHandler(failure -> {});
    request.handler(
        chunk -> {
          dropped[0] += chunk.length();
          forget(chunk);
          if (dropped[0] > DROPPED_LIMIT_BYTES) {
            request.connection().close();
          }
        });
  }

  private static long announcedBytes(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void accept(Buffer chunk) {
    received += chunk.length();
    if (!over && received <= limits.mostBytes() && !share.growTo(received)) {
      refuse(Receiver::noRoom);
    }
    if (!over && received <= limits.mostBytes()) {
      body.append(((BufferInternal) chunk).getByteBuf().nioBuffer());
    }
    forget(chunk);
    if (!over && received > limits.mostBytes()) {
      refuse(Receiver::tooLarge);
    }
  }

  private void giveWay() {
    if (!over) {
      refuse(Receiver::noRoom);
    }
  }

  private void refuse(Consumer<Receiver> refusal) {
    abandon();
    drop(request);
    refusal.accept(receiver);
  }

  private void end() {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      share.isComplete();
      receiver.complete(body, share);
    }
  }

  private void leave() {
    if (!over) {
      abandon();
      receiver.gone();
    }
  }

  private void abandon() {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      body.close();
      share.close();
    }
  }

  private void schedule() {
    timer = vertx.setTimer(Math.max(nanosLeft() / 1_000_000, 1), nothing -> checkPace());
  }

  private void checkPace() {
    if (over) {
      return;
    }
    if (nanosLeft() > 0) {
      schedule();
    } else {
      refuse(Receiver::tooSlow);
    }
  }

  private long nanosLeft() {
    long earned = received * 1_000_000_000L / limits.leastBytesPerSecond();
    return limits.patience().toNanos() + earned - (System.nanoTime() - startedNanos);
  }

  /** Zeroes what Vert.x delivered, and gives back what came from our own allocator. */
  private static void forget(Buffer chunk) {
    ByteBuf bytes = ((BufferInternal) chunk).getByteBuf();
    bytes.setZero(bytes.readerIndex(), bytes.readableBytes());
    ByteBuf owned = bytes.unwrap();
    if (owned != null && owned.alloc() == ZeroingAllocator.INSTANCE && owned.refCnt() > 0) {
      owned.release();
    }
  }
}
