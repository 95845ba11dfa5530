// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Lines typed at a terminal, with editing and a history that is kept in memory only. Ctrl-C clears
 * the line or interrupts the answer; Ctrl-D ends.
 */
final class TerminalLines implements LineSource {
  private static final String PROMPT = "> ";

  private final Terminal terminal;
  private final LineReader reader;

  TerminalLines() {
    try {
      terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used", e);
    }
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  @Override
  public void greet(String line) {
    show(line + "\n");
  }

  @Override
  public Optional<String> next() {
    while (true) {
      try {
        return Optional.of(reader.readLine(PROMPT));
      } catch (UserInterruptException e) {
        // The line is dropped, the program goes on.
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void show(String text) {
    terminal.writer().print(text);
    terminal.flush();
  }

  @Override
  public void complain(String reason) {
    show("(" + reason + ")\n");
  }

  @Override
  public void onInterrupt(Runnable stop) {
    terminal.handle(Terminal.Signal.INT, _ -> stop.run());
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be released", e);
    }
  }
}
