// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of a file or pipe: no prompt, no editing; an interrupt ends the program as usual. */
final class PipedLines implements LineSource {
  private final BufferedReader in;
  private final PrintWriter out;
  private final PrintWriter err;

  PipedLines(InputStream in, PrintWriter out, PrintWriter err) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.err = err;
  }

  @Override
  public void greet(String line) {}

  @Override
  public Optional<String> next() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }

  @Override
  public void show(String text) {
    out.print(text);
    out.flush();
  }

  @Override
  public void complain(String reason) {
    err.println("adyton: " + reason);
  }

  @Override
  public void onInterrupt(Runnable stop) {}

  @Override
  public void close() {}
}
