// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

/** A listener could not be opened: the port is taken, or the address is not this machine's. */
public final class ListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Listener listener;

  ListenException(Listener listener, Throwable cause) {
    super("cannot listen on " + listener + ": " + cause.getMessage(), cause);
    this.listener = listener;
  }

  /** Returns which one. */
  public Listener listener() {
    return listener;
  }
}
