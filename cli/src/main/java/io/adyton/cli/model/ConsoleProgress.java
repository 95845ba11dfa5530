// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/**
 * One bar for each phase on a terminal, otherwise one JSON line for every five per cent. It never
 * goes backwards.
 */
public final class ConsoleProgress implements Progress {
  private static final int BAR_WIDTH = 30;
  private static final int LINE_STEP_PERCENT = 5;

  private final PrintWriter out;
  private final boolean isTerminal;

  public ConsoleProgress(PrintWriter out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /** Prints as fits what standard output is connected to. */
  public static ConsoleProgress on(PrintWriter out) {
    return new ConsoleProgress(
        out, Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  @Override
  public Phase begin(String name, long totalBytes) {
    Phase phase = isTerminal ? new Bar(name, totalBytes) : new Lines(name, totalBytes);
    phase.advanceTo(0);
    return phase;
  }

  /** Keeps what is done from going backwards and beyond the end. */
  private abstract static class Advancing implements Phase {
    final String name;
    final long total;
    long done;

    Advancing(String name, long total) {
      this.name = name;
      this.total = total;
    }

    @Override
    public final void advanceTo(long doneBytes) {
      done = Math.clamp(doneBytes, done, total);
      show(total == 0 ? 100 : (int) Math.clamp(100.0 * done / total, 0, 100));
    }

    abstract void show(int percent);
  }

  private final class Bar extends Advancing {
    private int shownPercent = -1;

    Bar(String name, long total) {
      super(name, total);
    }

    @Override
    void show(int percent) {
      if (percent == shownPercent) {
        return;
      }
      shownPercent = percent;
      int filled = percent * BAR_WIDTH / 100;
      out.printf(
          Locale.ROOT,
          "\r%-7s [%s%s] %3d %%  %.1f of %.1f MB",
          name,
          "#".repeat(filled),
          "-".repeat(BAR_WIDTH - filled),
          percent,
          done / 1e6,
          total / 1e6);
      out.flush();
    }

    @Override
    public void close() {
      out.println();
      out.flush();
    }
  }

  private final class Lines extends Advancing {
    private int shownStep = -1;

    Lines(String name, long total) {
      super(name, total);
    }

    @Override
    void show(int percent) {
      int step = percent / LINE_STEP_PERCENT;
      if (step > shownStep) {
        shownStep = step;
        out.printf(Locale.ROOT, "{\"phase\":\"%s\",\"done\":%d,\"total\":%d}%n", name, done, total);
        out.flush();
      }
    }

    @Override
    public void close() {}
  }
}
