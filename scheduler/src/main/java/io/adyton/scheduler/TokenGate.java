// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

/**
 * Decides, before a step is published, whether each request may go on.
 *
 * <p>The gate is where budgets, rates and the off-switch act: a token that {@link #account} does
 * not accept never leaves the engine thread. Every method is called on the engine thread. {@code
 * account} must not block and must not allocate; it sees a whole step at once in flat arrays.
 */
public interface TokenGate {
  /** {@link #account} kind: prompt tokens computed in this step. */
  byte PROMPT = 0;

  /** {@link #account} kind: prompt tokens reused from the prefix cache. */
  byte CACHED = 1;

  /** {@link #account} kind: completion tokens about to be published. */
  byte COMPLETION = 2;

  /** Verdict: publish and go on. */
  long GO = 0;

  /** Reason code of requests that were stopped because the gate threw an exception. */
  int BROKEN = Integer.MIN_VALUE;

  /** A gate that lets everything pass. */
  TokenGate OPEN =
      new TokenGate() {
        @Override
        public void opened(int slot, GenerationRequest request) {}

        @Override
        public void account(int n, int[] slot, byte[] kind, int[] count, long[] verdict) {
          java.util.Arrays.fill(verdict, 0, n, GO);
        }

        @Override
        public void closed(int slot, TokenEvent.Usage usage) {}
      };

  /**
   * From now on {@code slot} stands for {@code request}. Slots are small numbers that are used
   * again; there are no more of them than requests that run or were sent back to the queue.
   */
  void opened(int slot, GenerationRequest request);

  /**
   * Accounts the first {@code n} entries of a step and writes a verdict for each: {@link #GO}, a
   * positive number of nanoseconds to pause after publishing, or a negative reason code, which fits
   * an {@code int}, to stop without publishing. One slot may have an entry for each kind, one after
   * the other: the longest pause counts, and one stop keeps all of them from being used.
   */
  void account(int n, int[] slot, byte[] kind, int[] count, long[] verdict);

  /** The request of {@code slot} has ended, having published {@code usage}. The slot is free. */
  void closed(int slot, TokenEvent.Usage usage);
}
