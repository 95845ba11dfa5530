// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.LogEvent;
import io.adyton.attestation.tcg.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The event log of this machine's start up to now, SHA-256 bank: what the firmware logged, then the
 * events of Adyton's, those of earlier runs since the machine started included.
 *
 * <p><b>Guarantees.</b> The log replays to PCR 12 whenever {@link #whileUnchanged} runs. It is
 * written to its file before the register is extended, so that the next run can go on with it
 * whenever this one ends.
 *
 * <p>Thread-safe. Every method may wait for the TPM.
 */
public final class StartLog {
  private static final HashAlgorithm BANK = HashAlgorithm.SHA256;

  private final Path file;
  private final Register register;
  private final List<LogEvent> events;
  private boolean broken;

  private StartLog(Path file, Register register, List<LogEvent> events) {
    this.file = file;
    this.register = register;
    this.events = events;
  }

  /** The register that the events are extended into. */
  public interface Register {
    /** Returns its value now. */
    Bytes value() throws IOException;

    /** Extends it with a digest of 32 bytes. */
    void extend(Bytes sha256) throws IOException;
  }

  /** Something that is done with the log while no event is added. */
  public interface Reading<T> {
    /** Does it. */
    T read(Bytes log) throws IOException;
  }

  /**
   * Goes on with the log that explains the register's value: the one in {@code file}, or after a
   * reboot the firmware's.
   *
   * @param file where the log is kept from one run to the next
   * @param firmwareLog what {@code /sys/kernel/security/tpm0/binary_bios_measurements} holds;
   *     absent where the firmware logs nothing
   * @throws IOException if no log explains the value, since then no verifier could believe it
   */
  public static StartLog open(Path file, Optional<Bytes> firmwareLog, Register register)
      throws IOException {
    Bytes value = register.value();
    for (List<LogEvent> candidate : candidates(file, firmwareLog)) {
      if (valueAfter(candidate).equals(value)) {
        return new StartLog(file, register, new ArrayList<>(candidate));
      }
    }
    throw new IOException(
        "expected a log that leads to the value of PCR %d, found none that does in %s or of the"
                .formatted(StartEvent.REGISTER, file)
            + " firmware; something else has extended it since the machine started, so restart the"
            + " machine");
  }

  /**
   * Adds events in their order and extends the register with each.
   *
   * @throws IOException if the register could not be extended; nothing can be added or read then
   */
  public synchronized void append(List<StartEvent> added) throws IOException {
    requireWhole();
    for (StartEvent event : added) {
      Bytes data = event.toBytes();
      Bytes digest = BANK.hash(data);
      events.add(
          new LogEvent(
              StartEvent.REGISTER, EventType.EV_EVENT_TAG.code(), Map.of(BANK, digest), data));
      broken = true;
      keep();
      register.extend(digest);
      broken = false;
    }
  }

  /** Hands out the log and holds further events back until {@code reading} is done with it. */
  public synchronized <T> T whileUnchanged(Reading<T> reading) throws IOException {
    requireWhole();
    return reading.read(toBytes());
  }

  private void requireWhole() {
    if (broken) {
      throw new IllegalStateException(
          "expected a register that could be extended, found that one could not be; start again");
    }
  }

  private void keep() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, toBytes().toArray());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Bytes toBytes() {
    EventLogBuilder log = new EventLogBuilder(Set.of(BANK));
    events.forEach(log::append);
    return log.toBytes();
  }

  /** The last event of a log that was kept may not have reached the register. */
  private static List<List<LogEvent>> candidates(Path file, Optional<Bytes> firmwareLog)
      throws IOException {
    List<List<LogEvent>> candidates = new ArrayList<>();
    if (Files.exists(file)) {
      List<LogEvent> kept = events(file.toString(), Bytes.of(Files.readAllBytes(file)));
      candidates.add(kept);
      if (!kept.isEmpty()) {
        candidates.add(kept.subList(0, kept.size() - 1));
      }
    }
    candidates.add(
        firmwareLog.isPresent() ? events("the firmware's log", firmwareLog.get()) : List.of());
    return candidates;
  }

  /** Reads a log and leaves its other banks out. */
  private static List<LogEvent> events(String source, Bytes log) throws IOException {
    try {
      EventLog read = EventLog.read(log);
      if (!read.banks().contains(BANK)) {
        throw new IOException(
            "expected SHA-256 digests in %s, found %s".formatted(source, read.banks()));
      }
      return read.events().stream().map(StartLog::inOneBank).toList();
    } catch (MalformedEvidenceException e) {
      throw new IOException(
          "expected an event log in %s, found other bytes; remove it".formatted(source), e);
    }
  }

  private static LogEvent inOneBank(LogEvent event) {
    Bytes digest = event.digests().getOrDefault(BANK, BANK.filled(0));
    return new LogEvent(event.register(), event.type(), Map.of(BANK, digest), event.data());
  }

  private static Bytes valueAfter(List<LogEvent> events) throws IOException {
    try {
      return Replay.ofPlatform(new EventLog(Set.of(BANK), events))
          .bank(BANK)
          .getOrDefault(StartEvent.REGISTER, BANK.filled(0));
    } catch (MalformedEvidenceException e) {
      throw new IOException("expected an event log that replays, found another", e);
    }
  }
}
