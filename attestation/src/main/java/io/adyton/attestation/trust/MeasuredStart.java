// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the last start of the program measured.
 *
 * @param events in their order, from the start on
 */
public record MeasuredStart(List<StartEvent> events) {
  private static final Set<Kind> PROGRAM = EnumSet.of(Kind.JAR, Kind.NATIVE);

  /** Copies the list. */
  public MeasuredStart {
    events = List.copyOf(events);
  }

  /**
   * Reads the last start in a log.
   *
   * @throws MalformedEvidenceException if the log or one of our events in it is malformed
   */
  public static MeasuredStart last(Bytes log) throws MalformedEvidenceException {
    List<StartEvent> all = StartEvent.in(EventLog.read(log));
    int start = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).kind() == Kind.START) {
        start = i;
      }
    }
    return new MeasuredStart(all.subList(start, all.size()));
  }

  /**
   * Returns the digest that stands for the program: jars and natives by name and digest, one line
   * each in the order in which they were measured. It is what {@code adyton measure} prints.
   */
  public Bytes code() {
    return code(events);
  }

  /** Returns the same digest for a program that has not started. */
  public static Bytes code(List<StartEvent> events) {
    String lines =
        events.stream()
            .filter(event -> PROGRAM.contains(event.kind()))
            .map(
                event ->
                    "%s sha256:%s %s\n"
                        .formatted(event.kind().label(), event.sha256().hex(), event.name()))
            .collect(Collectors.joining());
    return Bytes.of(lines.getBytes(StandardCharsets.UTF_8)).digest("SHA-256");
  }

  /** Returns the digests of the models that were measured. */
  public Set<Bytes> models() {
    return events.stream()
        .filter(event -> event.kind() == Kind.MODEL)
        .map(StartEvent::sha256)
        .collect(Collectors.toSet());
  }
}
