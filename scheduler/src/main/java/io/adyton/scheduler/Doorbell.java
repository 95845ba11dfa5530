// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the engine thread when there is news, and interrupts a long step that hardly anyone wants
 * any more.
 */
final class Doorbell implements EngineSignals {
  private static final int SHORTEST_STEP_TO_INTERRUPT = 64;

  private final Runnable interruption;
  private final AtomicInteger cancelledRows = new AtomicInteger();
  private volatile int rowsInStep;
  private volatile boolean rung;
  private volatile @Nullable Thread sleeper;

  /** Creates a bell; {@code interruption} asks the engine to end its step early. */
  Doorbell(Runnable interruption) {
    this.interruption = interruption;
  }

  @Override
  public void news() {
    rung = true;
    Thread asleep = sleeper;
    if (asleep != null) {
      LockSupport.unpark(asleep);
    }
  }

  @Override
  public void cancelled(int rowsInFlight) {
    int rows = rowsInStep;
    int cancelled = cancelledRows.addAndGet(rowsInFlight);
    if (rows >= SHORTEST_STEP_TO_INTERRUPT && cancelled * 10L >= rows * 9L) {
      interruption.run();
    }
    news();
  }

  void stepBegins(int rows) {
    cancelledRows.set(0);
    rowsInStep = rows;
  }

  void stepEnds() {
    rowsInStep = 0;
  }

  /** Takes note of all news so far. Engine thread only. */
  void answer() {
    rung = false;
  }

  /**
   * Sleeps until there is news or {@code nanos} have passed, or for no reason. Engine thread only.
   */
  void await(long nanos) {
    sleeper = Thread.currentThread();
    if (!rung) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeper = null;
  }
}
