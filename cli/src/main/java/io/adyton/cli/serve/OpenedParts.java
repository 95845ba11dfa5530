// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, last first, whatever goes wrong with one of them. Thread-safe. */
final class OpenedParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenedParts.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /** Takes over a part, and closes it at once if this was closed meanwhile. */
  synchronized <T extends AutoCloseable> T add(T part) {
    if (closed) {
      closeOne(part);
      throw new IllegalStateException("the server was stopped while it started");
    }
    parts.push(part);
    return part;
  }

  /** Gives a part away: it is not closed here any more. */
  synchronized void release(AutoCloseable part) {
    parts.remove(part);
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      closeOne(parts.pop());
    }
  }

  private static void closeOne(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.error("{} could not be closed", part.getClass().getSimpleName(), e);
    }
  }
}
