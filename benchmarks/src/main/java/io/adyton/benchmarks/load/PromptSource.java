// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import java.util.ArrayDeque;
import java.util.SplittableRandom;

/** The conversations of one run, a question at a time. Equal workloads, equal questions. */
final class PromptSource {
  private final Workload workload;
  private final SplittableRandom random;
  private final String shared;
  private final ArrayDeque<Conversation> waiting = new ArrayDeque<>();

  PromptSource(Workload workload) {
    this.workload = workload;
    this.random = new SplittableRandom(workload.seed());
    this.shared = workload.sharedWords() == 0 ? "" : Words.sentence(random, workload.sharedWords());
  }

  /** Returns a conversation that ends with a question; nobody else has it until it is answered. */
  Conversation next() {
    Conversation waited = waiting.poll();
    Conversation conversation = waited == null ? new Conversation(shared) : waited;
    conversation.ask(Words.sentence(random, workload.promptWords()));
    return conversation;
  }

  /** Takes the answer; the conversation goes on if its shape has more turns. */
  void answered(Conversation conversation, String answer) {
    if (workload.shape() == PromptShape.MULTI_TURN && conversation.questions() < workload.turns()) {
      conversation.answer(answer);
      waiting.add(conversation);
    }
  }
}
