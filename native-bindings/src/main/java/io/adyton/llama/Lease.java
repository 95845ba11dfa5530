// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who still uses a native object, so that it is not freed under them. Thread-safe.
 *
 * <p>The count is negative once the object is closed.
 */
final class Lease {
  private static final int CLOSED = -1;

  private final String object;
  private final AtomicInteger users = new AtomicInteger();

  Lease(String object) {
    this.object = object;
  }

  void acquire() {
    users.updateAndGet(
        count -> {
          if (count == CLOSED) {
            throw new IllegalStateException(object + " is closed");
          }
          return count + 1;
        });
  }

  void release() {
    users.decrementAndGet();
  }

  /** Returns whether this call closed the object; refuses while it has users. */
  boolean close() {
    int count = users.compareAndExchange(0, CLOSED);
    if (count > 0) {
      throw new IllegalStateException(
          object + " is still in use by " + count + " other objects; close those first");
    }
    return count == 0;
  }

  /** Takes back {@link #close()}, since what it guarded could not be freed. */
  void reopen() {
    users.set(0);
  }
}
