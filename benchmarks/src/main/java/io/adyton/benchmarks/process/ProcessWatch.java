// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Keeps the peaks of a process between two moments. Confined to one thread. */
public final class ProcessWatch {
  /**
   * What a process used between two moments.
   *
   * @param cpuSeconds processor time
   * @param peakResidentBytes most resident memory that was seen
   * @param peakAnonymousBytes most resident memory without a file behind it that was seen
   */
  public record Use(double cpuSeconds, long peakResidentBytes, long peakAnonymousBytes) {}

  private final long pid;
  private double cpuSecondsBefore;
  private long peakResidentBytes;
  private long peakAnonymousBytes;

  /** Begins to watch {@code pid}. */
  public ProcessWatch(long pid) throws IOException {
    this.pid = pid;
    reset(ProcessFigures.of(pid));
  }

  /** Looks at the process. */
  public void look() {
    try {
      note(ProcessFigures.of(pid));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot watch process " + pid, e);
    }
  }

  /** Returns the use since the last call, or since the beginning. */
  public Use take() throws IOException {
    ProcessFigures now = ProcessFigures.of(pid);
    note(now);
    Use use = new Use(now.cpuSeconds() - cpuSecondsBefore, peakResidentBytes, peakAnonymousBytes);
    reset(now);
    return use;
  }

  private void note(ProcessFigures now) {
    peakResidentBytes = Math.max(peakResidentBytes, now.residentBytes());
    peakAnonymousBytes = Math.max(peakAnonymousBytes, now.anonymousBytes());
  }

  private void reset(ProcessFigures now) {
    cpuSecondsBefore = now.cpuSeconds();
    peakResidentBytes = now.residentBytes();
    peakAnonymousBytes = now.anonymousBytes();
  }
}
