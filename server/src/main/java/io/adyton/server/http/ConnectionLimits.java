// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import java.time.Duration;

/**
 * What one connection, and all of them, may cost.
 *
 * @param connections open at once; more are closed at once
 * @param handshake time to complete a TLS handshake
 * @param head time from the first byte of a request's head to its last (HTTP/1.1)
 * @param idle time a connection may stay open without a request in work
 * @param headBytes size of a request's head
 * @param lineBytes size of its first line
 * @param streams requests in work on one HTTP/2 connection
 * @param resets streams that a client may reset within {@link #RESET_WINDOW}
 * @param body bounds of a request's body
 * @param bodiesBytes what the bodies of all requests together may hold
 */
public record ConnectionLimits(
    int connections,
    Duration handshake,
    Duration head,
    Duration idle,
    int headBytes,
    int lineBytes,
    int streams,
    int resets,
    RequestBody.Limits body,
    long bodiesBytes) {
  /** What {@link #resets} counts in. */
  public static final Duration RESET_WINDOW = Duration.ofSeconds(10);

  /** Fits one machine that faces many clients. */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          4096,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          16 << 10,
          4 << 10,
          100,
          100,
          new RequestBody.Limits(4 << 20, Duration.ofSeconds(10), 1 << 10),
          64L << 20);

  /** Returns these limits with another number of connections. */
  public ConnectionLimits withConnections(int most) {
    return new ConnectionLimits(
        most, handshake, head, idle, headBytes, lineBytes, streams, resets, body, bodiesBytes);
  }

  /** Returns these limits with other times for a request's head and for doing nothing. */
  public ConnectionLimits withPatience(Duration headTime, Duration idleTime) {
    return new ConnectionLimits(
        connections,
        handshake,
        headTime,
        idleTime,
        headBytes,
        lineBytes,
        streams,
        resets,
        body,
        bodiesBytes);
  }

  /** Returns these limits with other bounds of bodies. */
  public ConnectionLimits withBody(RequestBody.Limits limits) {
    return new ConnectionLimits(
        connections,
        handshake,
        head,
        idle,
        headBytes,
        lineBytes,
        streams,
        resets,
        limits,
        bodiesBytes);
  }

  /** Returns these limits with another bound of all bodies together. */
  public ConnectionLimits withBodies(long mostBytes) {
    return new ConnectionLimits(
        connections, handshake, head, idle, headBytes, lineBytes, streams, resets, body, mostBytes);
  }
}
