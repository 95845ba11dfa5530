// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** Ties an object to the thread that made it, until it is closed. */
final class Confinement {
  private final Thread owner = Thread.currentThread();
  private final String object;
  private boolean closed;

  Confinement(String object) {
    this.object = object;
  }

  /** Throws unless called by the owner before {@link #close()}. */
  void check() {
    requireOwner();
    if (closed) {
      throw new IllegalStateException("the " + object + " is closed");
    }
  }

  /** Returns whether this call closed the object. */
  boolean close() {
    requireOwner();
    boolean first = !closed;
    closed = true;
    return first;
  }

  private void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "the "
              + object
              + " belongs to thread "
              + owner.getName()
              + ", but was called from "
              + Thread.currentThread().getName());
    }
  }
}
