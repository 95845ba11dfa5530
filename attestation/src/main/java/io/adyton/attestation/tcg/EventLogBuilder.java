// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a crypto agile event log, one event after the other. What {@link #measure} returns is what
 * the caller must extend into the register, or the log will not replay. Not thread-safe.
 */
public final class EventLogBuilder {
  private static final int WORDS_PER_ADDRESS = 2;

  private final Set<HashAlgorithm> banks;
  private final ByteWriter writer = ByteWriter.littleEndian();

  /** Starts a log whose events have a digest for each of these banks. */
  public EventLogBuilder(Set<HashAlgorithm> banks) {
    if (banks.isEmpty()) {
      throw new IllegalArgumentException("expected at least one bank, found none");
    }
    this.banks = new TreeSet<>(banks);
    Map<Integer, Integer> digestBytes = new LinkedHashMap<>();
    this.banks.forEach(bank -> digestBytes.put(bank.id(), bank.digestBytes()));
    Bytes header = new SpecId(0, 2, 0, 0, WORDS_PER_ADDRESS, digestBytes, Bytes.EMPTY).toBytes();
    writer
        .u32(0)
        .u32(EventType.EV_NO_ACTION.code())
        .bytes(HashAlgorithm.SHA1.filled(0))
        .u32(header.length())
        .bytes(header);
  }

  /** Appends an event whose digests are the hashes of its data, and returns it. */
  public LogEvent measure(int register, EventType type, Bytes data) {
    Map<HashAlgorithm, Bytes> digests = new EnumMap<>(HashAlgorithm.class);
    banks.forEach(bank -> digests.put(bank, bank.hash(data)));
    LogEvent event = new LogEvent(register, type.code(), digests, data);
    append(event);
    return event;
  }

  /** Appends an event of another log or with digests that are not hashes of the data. */
  public void append(LogEvent event) {
    if (!event.digests().keySet().equals(banks)) {
      throw new IllegalArgumentException(
          "expected digests for %s, found %s".formatted(banks, event.digests().keySet()));
    }
    writer.u32(event.register()).u32(event.type()).u32(banks.size());
    banks.forEach(bank -> writer.u16(bank.id()).bytes(event.digest(bank).orElseThrow()));
    writer.u32(event.data().length()).bytes(event.data());
  }

  /** Returns the log so far. */
  public Bytes toBytes() {
    return writer.toBytes();
  }
}
