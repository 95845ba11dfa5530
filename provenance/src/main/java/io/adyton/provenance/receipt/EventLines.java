// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import java.util.Arrays;

/**
 * Takes a stream of server-sent events apart, wherever its parts were cut.
 *
 * <p>An event is its lines and the empty line after them, exactly as they are. Comments, which are
 * lines that begin with a colon, are left out, since relays drop and add them; a block of comments
 * alone is no event. A line with a carriage return inside is no comment to us: readers may take the
 * return for a line end and what follows for data.
 *
 * <p>Holds one event at a time and zeroes it. Allocates nothing once its buffer is as long as the
 * longest event. Not thread-safe.
 */
public final class EventLines {
  /** Takes whole events. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Takes an event.
     *
     * @param buffer holds it from its start, and must not be kept
     * @param count how long it is
     */
    void event(byte[] buffer, int count);
  }

  private static final int USUAL_BYTES = 1024;

  private final Receiver receiver;
  private final int mostBytes;
  private byte[] buffer = new byte[USUAL_BYTES];
  private int filled;
  private int lineStart;
  private boolean returnSeen;

  /**
   * Creates one.
   *
   * @param mostBytes a longer event is refused
   */
  public EventLines(Receiver receiver, int mostBytes) {
    this.receiver = receiver;
    this.mostBytes = mostBytes;
  }

  /**
   * Takes the next bytes.
   *
   * @throws IllegalStateException if an event is longer than allowed
   */
  public void accept(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      byte next = bytes[i];
      append(next);
      if (next == '\r') {
        returnSeen = true;
      } else if (next == '\n') {
        endLine();
      }
    }
  }

  private void append(byte next) {
    if (filled == buffer.length) {
      if (filled >= mostBytes) {
        throw new IllegalStateException("expected events of at most " + mostBytes + " bytes");
      }
      byte[] larger = Arrays.copyOf(buffer, Math.min(2 * filled, mostBytes));
      Arrays.fill(buffer, (byte) 0);
      buffer = larger;
    }
    buffer[filled++] = next;
  }

  private void endLine() {
    if (filled - lineStart == 1) {
      if (lineStart > 0) {
        receiver.event(buffer, filled);
      }
      clear();
    } else if (buffer[lineStart] == ':' && !returnSeen) {
      Arrays.fill(buffer, lineStart, filled, (byte) 0);
      filled = lineStart;
    } else {
      lineStart = filled;
    }
    returnSeen = false;
  }

  private void clear() {
    Arrays.fill(buffer, 0, filled, (byte) 0);
    filled = 0;
    lineStart = 0;
  }

  /** Returns how many bytes came after the last whole event. */
  public int pending() {
    return filled;
  }

  /** Zeroes what came after the last whole event. */
  public void close() {
    clear();
  }
}
