// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first asks the server to leave, the second ends the process at once.
 *
 * <p>Some tools send one request to stop as two signals, to the process and to its group, so what
 * follows the first within half a second counts as the same.
 */
public final class StopSignals {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

  private static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final CountDownLatch first = new CountDownLatch(1);
  private long firstNanos;

  /** Takes over both signals for the rest of the process's life. */
  public static StopSignals handle() {
    StopSignals signals = new StopSignals();
    Signals.register("TERM", () -> signals.arrived(143));
    Signals.register("INT", () -> signals.arrived(130));
    return signals;
  }

  private synchronized void arrived(int statusWhenForced) {
    if (first.getCount() > 0) {
      firstNanos = System.nanoTime();
      first.countDown();
    } else if (System.nanoTime() - firstNanos > SAME_NANOS) {
      LOG.warn("stopped at once by a second signal");
      Runtime.getRuntime().halt(statusWhenForced);
    }
  }

  /** Waits for the first signal. */
  public void awaitFirst() throws InterruptedException {
    first.await();
  }
}
