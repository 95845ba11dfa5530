// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time of a virtual machine that its host gave to others. A run with much of it says
 * little about the software.
 */
public final class StolenTime {
  private static final Path STAT = Path.of("/proc/stat");

  private final long[] before = jiffies();

  /** Returns the share of all processor time that was stolen since this object was made, 0 to 1. */
  public double share() {
    long[] after = jiffies();
    long total = after[0] - before[0];
    return total <= 0 ? 0 : (double) (after[1] - before[1]) / total;
  }

  /** Returns all time and stolen time since the machine started; zeroes where it does not say. */
  private static long[] jiffies() {
    try {
      return parse(Files.readString(STAT));
    } catch (IOException e) {
      return new long[2];
    }
  }

  static long[] parse(String stat) {
    String[] fields = stat.lines().findFirst().orElse("cpu").split("\\s+", -1);
    long total = 0;
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      total += Long.parseLong(fields[i]);
    }
    return new long[] {total, fields.length > 8 ? Long.parseLong(fields[8]) : 0};
  }
}
