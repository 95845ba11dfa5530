// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import java.time.Duration;

/** Counts chats from their head to the end of their answer. Thread-safe. */
final class ChatsInWork {
  private int count;

  synchronized void began() {
    count++;
  }

  synchronized void ended() {
    count--;
    if (count == 0) {
      notifyAll();
    }
  }

  synchronized int count() {
    return count;
  }

  /** Waits until there is none, or {@code patience} is over. */
  synchronized void awaitNone(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      long left = patience.toMillis();
      while (count > 0 && left > 0) {
        wait(left);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
