// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Waits for sockets and for points in time, and calls whoever asked. Confined to one thread.
 *
 * <p>Timers are due to the millisecond, as the selector waits in milliseconds; they are never
 * early.
 */
public final class EventLoop implements AutoCloseable {
  private static final int READ_BUFFER_BYTES = 64 << 10;

  private record Timer(long dueNanos, Runnable action) {}

  private final Selector selector;
  private final LongSupplier nanoTime;
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::dueNanos));
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);

  /** Opens a loop on the clock {@code nanoTime}, which counts as {@link System#nanoTime()} does. */
  public EventLoop(LongSupplier nanoTime) throws IOException {
    this.selector = Selector.open();
    this.nanoTime = nanoTime;
  }

  /** Returns the clock's time. */
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Runs {@code action} in the first turn at or after {@code dueNanos}. */
  public void at(long dueNanos, Runnable action) {
    timers.add(new Timer(dueNanos, action));
  }

  /**
   * Waits at most {@code waitNanos} for something to do and does it.
   *
   * @return whether there was anything
   */
  public boolean turn(long waitNanos) throws IOException {
    long untilTimer = timers.isEmpty() ? waitNanos : timers.element().dueNanos() - nanoTime();
    long wait = Math.min(waitNanos, untilTimer);
    int ready =
        wait <= 0
            ? selector.selectNow(EventLoop::serve)
            : selector.select(EventLoop::serve, ceilToMillis(wait));
    boolean ran = runDueTimers();
    return ran || ready > 0;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  Selector selector() {
    return selector;
  }

  /** Returns the memory all connections read into; its content is valid until the next read. */
  ByteBuffer readBuffer() {
    return readBuffer;
  }

  private boolean runDueTimers() {
    boolean ran = false;
    long now = nanoTime();
    while (!timers.isEmpty() && timers.element().dueNanos() <= now) {
      timers.remove().action().run();
      ran = true;
    }
    return ran;
  }

  private static void serve(SelectionKey key) {
    if (key.isValid()) {
      ((HttpConnection) key.attachment()).onReady();
    }
  }

  private static long ceilToMillis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
  }
}
