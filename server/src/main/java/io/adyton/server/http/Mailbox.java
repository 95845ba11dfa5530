// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work for one event loop that other threads gather, and that is done in one task.
 *
 * <p>Waking an event loop costs a switch to it and one back, on processors that compute meanwhile.
 * So the events of a step are posted one by one and collected together. What is posted and never
 * collected waits for the next collection. Thread-safe.
 */
public final class Mailbox {
  private final EventLoop loop;
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  Mailbox(EventLoop loop) {
    this.loop = loop;
  }

  /** Adds {@code action}, which must not throw. */
  void post(Runnable action) {
    posted.add(action);
  }

  /** Has the event loop do soon, in order, what was posted and is not done yet. */
  void collect() {
    if (!posted.isEmpty() && scheduled.compareAndSet(false, true)) {
      loop.execute(this::empty);
    }
  }

  private void empty() {
    scheduled.set(false);
    for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
      next.run();
    }
  }
}
