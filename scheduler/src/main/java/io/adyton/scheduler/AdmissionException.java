// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.time.Duration;

/** A request that was not admitted; the texts and tokens it carried stay the caller's. */
public final class AdmissionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a request was not admitted. */
  public enum Reason {
    /** The queue, or the tenant's share of it, is full. Another attempt may succeed. */
    QUEUE_FULL,
    /** The server is shutting down. */
    DRAINING,
    /** The prompt leaves no room for a single token in the context of one sequence. */
    CONTEXT_EXCEEDED
  }

  private final Reason reason;
  private final transient Duration retryAfter;

  /** Creates a refusal; {@code retryAfter} is zero where another attempt is of no use. */
  public AdmissionException(Reason reason, String message, Duration retryAfter) {
    super(message, null, false, false);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  /** Returns after what time another attempt makes sense. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
