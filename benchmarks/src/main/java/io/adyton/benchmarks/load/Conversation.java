// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** What was said so far in one chat. */
final class Conversation {
  /** One message, as the API takes it. */
  record Message(String role, String content) {}

  private final List<Message> messages = new ArrayList<>();
  private int questions;

  /** Begins with a system prompt, or with nothing where it is empty. */
  Conversation(String system) {
    if (!system.isEmpty()) {
      messages.add(new Message("system", system));
    }
  }

  void ask(String question) {
    messages.add(new Message("user", question));
    questions++;
  }

  void answer(String answer) {
    messages.add(new Message("assistant", answer));
  }

  int questions() {
    return questions;
  }

  List<Message> messages() {
    return messages;
  }
}
