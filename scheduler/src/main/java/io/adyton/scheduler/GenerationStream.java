// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

/**
 * The caller's handle on a request that was admitted. Thread-safe; no method blocks.
 *
 * <p>Delivery is by demand: the listener receives at most as many deltas as were requested. A
 * request without demand keeps its place and its KV cache but takes no part in decode steps, so a
 * slow reader slows nobody but itself. The terminal event needs no demand.
 */
public interface GenerationStream {
  /** Allows {@code deltas} more deltas; {@link Long#MAX_VALUE} lifts the limit. */
  void request(long deltas);

  /** Ends the request before the next step. Does nothing once it has ended. */
  void cancel();
}
