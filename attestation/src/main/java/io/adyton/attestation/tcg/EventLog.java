// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.List;
import java.util.Set;

/**
 * A TCG event log, taken apart but not believed: {@link Replay} tells what it leads to.
 *
 * @param banks the banks for which every event that extends has a digest; SHA-1 alone for a log of
 *     the older format
 * @param events the events after the Spec ID header, or all where there is no such header
 */
public record EventLog(Set<HashAlgorithm> banks, List<LogEvent> events) {
  /** The longest log that is read. */
  public static final int MAX_BYTES = 4 << 20;

  /** Copies the collections. */
  public EventLog {
    banks = Set.copyOf(banks);
    events = List.copyOf(events);
  }

  /**
   * Reads a log that fills {@code bytes} to the last one.
   *
   * @throws MalformedEvidenceException if an event is cut off, has other digests than the header
   *     says, or the log is longer than {@link #MAX_BYTES}
   */
  public static EventLog read(Bytes bytes) throws MalformedEvidenceException {
    return new EventLogReader(bytes, false).read();
  }

  /**
   * Reads a log that stands at the start of a log area, whose rest is all zeros or all ones, as a
   * CCEL is.
   */
  public static EventLog readPadded(Bytes area) throws MalformedEvidenceException {
    return new EventLogReader(area, true).read();
  }
}
