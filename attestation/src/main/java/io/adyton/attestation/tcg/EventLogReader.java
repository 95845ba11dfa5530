// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads TCG_PCR_EVENT and TCG_PCR_EVENT2 structures. */
final class EventLogReader {
  private static final String STRUCTURE = "TCG event log";
  private static final int SHA1_BYTES = HashAlgorithm.SHA1.digestBytes();

  private final ByteReader reader;
  private final int end;

  EventLogReader(Bytes bytes, boolean padded) throws MalformedEvidenceException {
    if (bytes.length() == 0 || bytes.length() > EventLog.MAX_BYTES) {
      throw new MalformedEvidenceException(
          "%s: expected 1 to %d bytes, found %d"
              .formatted(STRUCTURE, EventLog.MAX_BYTES, bytes.length()));
    }
    this.reader = ByteReader.littleEndian(STRUCTURE, bytes);
    this.end = padded ? endOfContent(bytes) : bytes.length();
  }

  EventLog read() throws MalformedEvidenceException {
    LogEvent first = sha1Event();
    List<LogEvent> events = new ArrayList<>();
    if (!first.extendsRegister() && SpecId.isCryptoAgile(first.data())) {
      Map<Integer, Integer> digestBytes = SpecId.read(first.data()).digestBytes();
      while (reader.position() < end) {
        events.add(agileEvent(digestBytes));
      }
      return new EventLog(known(digestBytes.keySet()), events);
    }
    if (first.extendsRegister() || !SpecId.isHeader(first.data())) {
      events.add(first);
    }
    while (reader.position() < end) {
      events.add(sha1Event());
    }
    return new EventLog(Set.of(HashAlgorithm.SHA1), events);
  }

  private LogEvent sha1Event() throws MalformedEvidenceException {
    long register = reader.u32("pcrIndex");
    long type = reader.u32("eventType");
    Bytes digest = reader.bytes("digest", SHA1_BYTES);
    return new LogEvent(register, type, Map.of(HashAlgorithm.SHA1, digest), data());
  }

  private LogEvent agileEvent(Map<Integer, Integer> digestBytes) throws MalformedEvidenceException {
    long register = reader.u32("pcrIndex");
    long type = reader.u32("eventType");
    long count = reader.u32("digests.count");
    if (count != digestBytes.size()) {
      throw new MalformedEvidenceException(
          "%s: expected %d digests in the event before byte %d, as the header says, found %d"
              .formatted(STRUCTURE, digestBytes.size(), reader.position(), count));
    }
    Map<HashAlgorithm, Bytes> digests = new EnumMap<>(HashAlgorithm.class);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int id = reader.u16("digests.hashAlg");
      Integer size = digestBytes.get(id);
      if (size == null || !seen.add(id)) {
        throw new MalformedEvidenceException(
            "%s: expected one digest for each algorithm of the header, found 0x%04x before byte %d"
                .formatted(STRUCTURE, id, reader.position()));
      }
      Bytes digest = reader.bytes("digests.digest", size);
      HashAlgorithm.find(id).ifPresent(bank -> digests.put(bank, digest));
    }
    return new LogEvent(register, type, digests, data());
  }

  private Bytes data() throws MalformedEvidenceException {
    return reader.bytes("event", reader.u32("eventSize"));
  }

  /**
   * Padding starts where only one value, zero or all ones, follows to the end. An event that ends
   * in such bytes reaches beyond that point, which reading it then does.
   */
  private static int endOfContent(Bytes area) {
    int filler = area.at(area.length() - 1);
    int end = area.length();
    while ((filler == 0x00 || filler == 0xff) && end > 0 && area.at(end - 1) == filler) {
      end--;
    }
    return end;
  }

  private static Set<HashAlgorithm> known(Set<Integer> ids) {
    Set<HashAlgorithm> banks = EnumSet.noneOf(HashAlgorithm.class);
    ids.forEach(id -> HashAlgorithm.find(id).ifPresent(banks::add));
    return banks;
  }
}
