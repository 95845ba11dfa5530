// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests together may hold, from their first byte until they were read as
 * a request or refused.
 *
 * <p>Where it is spent, whoever asks for more is refused, and the body that has been coming for the
 * longest makes room: bodies that trickle in can be many and cannot keep others out for long.
 *
 * <p>Thread-safe. Counts bytes of bodies; the memory they stand in may be up to twice as large.
 */
public final class BodyBudget {
  private final long limitBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicLong shares = new AtomicLong();
  private final ConcurrentSkipListMap<Long, Share> coming = new ConcurrentSkipListMap<>();

  /** Creates a budget of {@code limitBytes}. */
  public BodyBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Returns how many bytes are held now, never more than the limit. */
  public long heldBytes() {
    return Math.min(heldBytes.get(), limitBytes);
  }

  /**
   * Opens the share of one body, of 0 bytes.
   *
   * @param giveWay is called once at most, by any thread, where the body has to make room
   */
  Share open(Runnable giveWay) {
    Share share = new Share(shares.incrementAndGet(), giveWay);
    coming.put(share.number, share);
    return share;
  }

  /** What one body holds. To be used by one thread at a time. */
  public final class Share implements AutoCloseable {
    private final long number;
    private final Runnable giveWay;
    private long bytes;

    private Share(long number, Runnable giveWay) {
      this.number = number;
      this.giveWay = giveWay;
    }

    /** Makes it {@code wantedBytes}, if it is less. Returns whether there was room. */
    boolean growTo(long wantedBytes) {
      long more = Math.max(wantedBytes - bytes, 0);
      if (heldBytes.addAndGet(more) > limitBytes) {
        heldBytes.addAndGet(-more);
        makeRoom();
        return false;
      }
      bytes += more;
      return true;
    }

    private void makeRoom() {
      var oldest = coming.pollFirstEntry();
      if (oldest != null && oldest.getValue() != this) {
        oldest.getValue().giveWay.run();
      }
    }

    /** The body is complete and need not make room any more. */
    void isComplete() {
      coming.remove(number);
    }

    /** Gives everything back; doing it again does nothing. */
    @Override
    public void close() {
      coming.remove(number);
      heldBytes.addAndGet(-bytes);
      bytes = 0;
    }
  }
}
