// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import java.util.Optional;

/** Where the questions come from, and where answers are shown. */
interface LineSource extends AutoCloseable {
  /** Shows a line that only a person at a terminal wants to see. */
  void greet(String line);

  /** Returns the next line, or empty when there are no more. */
  Optional<String> next();

  /** Shows text at once. */
  void show(String text);

  /** Says why a question got no answer. */
  void complain(String reason);

  /** Calls {@code stop}, on any thread, each time the user interrupts an answer. */
  void onInterrupt(Runnable stop);

  @Override
  void close();
}
