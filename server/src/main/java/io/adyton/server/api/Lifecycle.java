// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

/** What a server is doing, as its probes and its clients see it. */
public enum Lifecycle {
  /** Requests are served. */
  READY,
  /** Probes say no, so that no new traffic is sent here; what comes nevertheless is served. */
  LEAVING,
  /** New chats are refused; those in work are finished. */
  DRAINING,
  /** Nothing is served. */
  STOPPED
}
