// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory and processor time of one process, as Linux reports them in {@code /proc} (proc(5)).
 * Reading them walks all pages of the process, which takes milliseconds: not while it is measured.
 *
 * @param residentBytes pages in memory, shared ones included: {@code Rss}
 * @param anonymousBytes of those, the ones no file backs: {@code Anonymous}
 * @param peakResidentBytes the most that was ever in memory: {@code VmHWM}
 * @param cpuSeconds processor time in user and kernel mode since the process began
 */
public record ProcessFigures(
    long residentBytes, long anonymousBytes, long peakResidentBytes, double cpuSeconds) {
  /** Clock ticks per second in {@code /proc/PID/stat}; fixed at 100 for user space on Linux. */
  private static final double TICKS_PER_SECOND = 100;

  /**
   * Reads the figures of {@code pid}.
   *
   * @throws IOException if there is no such process, it is another user's, or this is not Linux
   */
  public static ProcessFigures of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    return parse(
        Files.readString(process.resolve("smaps_rollup")),
        Files.readString(process.resolve("status")),
        Files.readString(process.resolve("stat")));
  }

  /** Returns the processor time used since {@code earlier} and the memory of now. */
  public ProcessFigures since(ProcessFigures earlier) {
    return new ProcessFigures(
        residentBytes, anonymousBytes, peakResidentBytes, cpuSeconds - earlier.cpuSeconds);
  }

  static ProcessFigures parse(String smapsRollup, String status, String stat) throws IOException {
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    double ticks = Double.parseDouble(afterName[11]) + Double.parseDouble(afterName[12]);
    return new ProcessFigures(
        bytes(smapsRollup, "Rss:"),
        bytes(smapsRollup, "Anonymous:"),
        bytes(status, "VmHWM:"),
        ticks / TICKS_PER_SECOND);
  }

  private static long bytes(String text, String field) throws IOException {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.split("\\s+", -1)[1]) * 1024;
      }
    }
    throw new IOException("expected a line " + field + " in /proc");
  }
}
