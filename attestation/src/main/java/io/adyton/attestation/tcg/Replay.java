// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The register values a log leads to, by bank and register. A register that no event speaks of is
 * absent.
 *
 * @param registers values by bank and register
 * @param startupLocality the locality in which the TPM was started, if the log says so
 */
public record Replay(
    Map<HashAlgorithm, SortedMap<Integer, Bytes>> registers, OptionalInt startupLocality) {
  private static final Bytes STARTUP_LOCALITY =
      Bytes.of("StartupLocality\0".getBytes(StandardCharsets.US_ASCII));
  private static final int REGISTERS = 24;
  private static final int FIRST_DYNAMIC = 17;
  private static final int LAST_DYNAMIC = 22;
  private static final int ALL_ONES = 0xff;

  /** Makes the map unmodifiable. */
  public Replay {
    registers = Collections.unmodifiableMap(registers);
  }

  /**
   * Replays the log of a TPM: registers start at zero, 17 to 22 at all ones, and register 0 at the
   * startup locality.
   *
   * @throws MalformedEvidenceException if an event extends a register above 23, or the startup
   *     locality is none, said twice, or said after register 0 was extended
   */
  public static Replay ofPlatform(EventLog log) throws MalformedEvidenceException {
    OptionalInt locality = startupLocality(log);
    Map<HashAlgorithm, SortedMap<Integer, Bytes>> registers = new EnumMap<>(HashAlgorithm.class);
    for (HashAlgorithm bank : log.banks()) {
      SortedMap<Integer, Bytes> values = new TreeMap<>();
      locality.ifPresent(value -> values.put(0, startedIn(bank, value)));
      extendAll(log, bank, values);
      registers.put(bank, values);
    }
    return new Replay(registers, locality);
  }

  /**
   * Replays the log of a TDX guest: all registers start at zero, and register 0 is the build-time
   * measurement, which no event extends.
   */
  public static Replay ofConfidentialGuest(EventLog log) throws MalformedEvidenceException {
    Map<HashAlgorithm, SortedMap<Integer, Bytes>> registers = new EnumMap<>(HashAlgorithm.class);
    for (HashAlgorithm bank : log.banks()) {
      SortedMap<Integer, Bytes> values = new TreeMap<>();
      extendAll(log, bank, values);
      registers.put(bank, values);
    }
    return new Replay(registers, OptionalInt.empty());
  }

  /** Returns the values of one bank; none if the log has no digests for it. */
  public SortedMap<Integer, Bytes> bank(HashAlgorithm bank) {
    return Collections.unmodifiableSortedMap(
        registers.getOrDefault(bank, Collections.emptySortedMap()));
  }

  private static void extendAll(EventLog log, HashAlgorithm bank, SortedMap<Integer, Bytes> values)
      throws MalformedEvidenceException {
    for (LogEvent event : log.events()) {
      if (event.extendsRegister()) {
        int register = register(event);
        Bytes before = values.getOrDefault(register, start(bank, register));
        Bytes digest = event.digest(bank).orElseThrow();
        values.put(register, bank.extend(before, digest));
      }
    }
  }

  private static OptionalInt startupLocality(EventLog log) throws MalformedEvidenceException {
    OptionalInt found = OptionalInt.empty();
    boolean extended = false;
    for (LogEvent event : log.events()) {
      if (event.register() == 0 && event.extendsRegister()) {
        extended = true;
      } else if (event.register() == 0 && saysLocality(event.data())) {
        int locality = event.data().at(STARTUP_LOCALITY.length());
        if (extended || found.isPresent() || !(locality == 0 || locality == 3 || locality == 4)) {
          throw new MalformedEvidenceException(
              "TCG event log: expected one startup locality, 0, 3 or 4, before register 0 is"
                  + " extended, found locality "
                  + locality
                  + (extended ? " after" : found.isPresent() ? " again" : ""));
        }
        found = OptionalInt.of(locality);
      }
    }
    return found;
  }

  private static boolean saysLocality(Bytes data) {
    return data.length() == STARTUP_LOCALITY.length() + 1
        && data.slice(0, STARTUP_LOCALITY.length()).equals(STARTUP_LOCALITY);
  }

  private static int register(LogEvent event) throws MalformedEvidenceException {
    if (event.register() >= REGISTERS) {
      throw new MalformedEvidenceException(
          "TCG event log: expected a register from 0 to %d, found %d in an event of type %s"
              .formatted(REGISTERS - 1, event.register(), event.typeName()));
    }
    return (int) event.register();
  }

  private static Bytes start(HashAlgorithm bank, int register) {
    return bank.filled(register >= FIRST_DYNAMIC && register <= LAST_DYNAMIC ? ALL_ONES : 0);
  }

  private static Bytes startedIn(HashAlgorithm bank, int locality) {
    byte[] value = new byte[bank.digestBytes()];
    value[value.length - 1] = (byte) locality;
    return Bytes.of(value);
  }
}
