// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the last start of the program measured.
 *
 * @param events in their order, from the start on
 * @param foreignEvents how many events that are none of ours follow in the same register
 * @param earlierStarts how many starts there were before
 */
public record MeasuredStart(List<StartEvent> events, int foreignEvents, int earlierStarts) {
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
    EventLog read = EventLog.read(log);
    List<StartEvent> events = new ArrayList<>();
    int foreignEvents = 0;
    int starts = 0;
    for (LogEvent event : read.events()) {
      if (event.register() != StartEvent.REGISTER || !event.extendsRegister()) {
        continue;
      }
      List<StartEvent> ours = StartEvent.in(new EventLog(read.banks(), List.of(event)));
      if (ours.isEmpty()) {
        foreignEvents++;
      } else if (ours.getFirst().kind() == Kind.START) {
        events.clear();
        foreignEvents = 0;
        starts++;
      }
      events.addAll(ours);
    }
    return new MeasuredStart(events, foreignEvents, Math.max(0, starts - 1));
  }

  /** Returns whether there was a start, and nothing of anybody else's after it. */
  public boolean isWhole() {
    return !events.isEmpty() && events.getFirst().kind() == Kind.START && foreignEvents == 0;
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
            .map(event -> event.text() + "\n")
            .collect(Collectors.joining());
    return Bytes.of(lines.getBytes(StandardCharsets.UTF_8)).digest("SHA-256");
  }

  /** Returns the digests of everything of this kind that was measured, in its order. */
  public List<Bytes> measured(Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).map(StartEvent::sha256).toList();
  }
}
