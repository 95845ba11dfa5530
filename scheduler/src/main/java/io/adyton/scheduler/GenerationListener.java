// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

/**
 * Receives the events of one request.
 *
 * <p>Called on the engine thread, one event at a time and in order. It must hand over and return at
 * once: whatever it does delays every other request of the model. An exception it throws ends its
 * own request and no other.
 */
@FunctionalInterface
public interface GenerationListener {
  /** Takes one event. A {@link TokenEvent.Delta} passes its text to the listener. */
  void onEvent(TokenEvent event);

  /**
   * A step that the gate let pass has brought the prompt this far. Never called after a token was
   * published; a request that was sent back to the queue begins anew.
   */
  default void onPrefilled(PrefillProgress progress) {}

  /**
   * Everything there is to publish for now has been given to all listeners, and this one received
   * some of it. Called on the engine thread, soon after the events. This is the time to wake
   * whoever reads them: a reader that is woken between two events takes the processor from the
   * others.
   */
  default void onPublished() {}
}
