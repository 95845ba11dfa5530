// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was said so far, in the order in which a request carries it. Not thread-safe. */
final class Conversation {
  private final List<Map<String, String>> messages = new ArrayList<>();
  private final String system;

  /** Starts a conversation; an empty {@code system} is left out. */
  Conversation(String system) {
    this.system = system;
    clear();
  }

  void clear() {
    messages.clear();
    if (!system.isEmpty()) {
      messages.add(message("system", system));
    }
  }

  void ask(String text) {
    messages.add(message("user", text));
  }

  void answer(String text) {
    messages.add(message("assistant", text));
  }

  /** Forgets the last question, which got no answer. */
  void takeBack() {
    messages.removeLast();
  }

  List<Map<String, String>> messages() {
    return List.copyOf(messages);
  }

  private static Map<String, String> message(String role, String content) {
    return Map.of("role", role, "content", content);
  }
}
