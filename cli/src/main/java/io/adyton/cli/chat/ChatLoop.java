// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import io.adyton.cli.ExitCode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Question, answer, question, until there are no more. */
final class ChatLoop {
  private static final String HELP =
      """
      /clear  start a new conversation
      /exit   leave (so does Ctrl-D)
      Ctrl-C  stop the answer
      """;

  private final ChatApi api;
  private final String model;
  private final Conversation conversation;
  private final LineSource lines;
  private final AtomicReference<ChatApi.@Nullable Answer> running = new AtomicReference<>();

  ChatLoop(ChatApi api, String model, Conversation conversation, LineSource lines) {
    this.api = api;
    this.model = model;
    this.conversation = conversation;
    this.lines = lines;
  }

  /**
   * Runs until the lines end or one says {@code /exit}.
   *
   * @return {@link ExitCode#FAILED} if the last question got no answer; the user was told why
   */
  ExitCode run() throws InterruptedException {
    lines.onInterrupt(this::interrupt);
    ExitCode last = ExitCode.OK;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      String text = line.get().strip();
      switch (text) {
        case "" -> {}
        case "/exit", "/quit" -> {
          return ExitCode.OK;
        }
        case "/clear" -> conversation.clear();
        case "/help", "/?" -> lines.show(HELP);
        default -> last = text.startsWith("/") ? unknown(text) : ask(text);
      }
    }
    return last;
  }

  private ExitCode unknown(String command) {
    lines.show(command.split("\\s", 2)[0] + " is not known; /help lists what is\n");
    return ExitCode.OK;
  }

  /** Asks and shows the answer, or why there is none. */
  private ExitCode ask(String text) throws InterruptedException {
    conversation.ask(text);
    StringBuilder said = new StringBuilder();
    try {
      ChatApi.Answer answer = api.answer(model, conversation);
      running.set(answer);
      answer.read(
          piece -> {
            said.append(piece);
            lines.show(withoutControls(piece));
          });
      conversation.answer(said.toString());
      lines.show(answer.isStopped() ? " [stopped]\n" : "\n");
      return ExitCode.OK;
    } catch (ChatException e) {
      conversation.takeBack();
      lines.show(said.isEmpty() ? "" : "\n");
      lines.complain(String.valueOf(e.getMessage()));
      return ExitCode.FAILED;
    } finally {
      running.set(null);
    }
  }

  private void interrupt() {
    ChatApi.Answer answer = running.get();
    if (answer != null) {
      answer.stop();
    }
  }

  /** Leaves line feeds and tabs; anything else that is no text could drive the terminal. */
  private static String withoutControls(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
