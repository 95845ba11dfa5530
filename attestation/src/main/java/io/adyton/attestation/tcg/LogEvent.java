// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.Bytes;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of an event log.
 *
 * <p>The data is what the writer says of the digest and may be anything: for images and many
 * variables the digest is not the hash of the data. Read data only where {@link #vouchesForData}.
 *
 * @param register the register that was extended; in a CCEL 0 is MRTD and 1 to 4 are RTMR0 to RTMR3
 * @param type an {@link EventType} or another number
 * @param digests what was extended, by bank
 * @param data what the writer says it was
 */
public record LogEvent(long register, long type, Map<HashAlgorithm, Bytes> digests, Bytes data) {
  /** Copies the digests. */
  public LogEvent {
    digests = Map.copyOf(digests);
  }

  /** Returns whether the event changed a register. */
  public boolean extendsRegister() {
    return type != EventType.EV_NO_ACTION.code();
  }

  /** Returns whether what was extended in this bank is the hash of the data. */
  public boolean vouchesForData(HashAlgorithm bank) {
    return extendsRegister() && digest(bank).filter(bank.hash(data)::equals).isPresent();
  }

  /** Returns the name of the type, or its number. */
  public String typeName() {
    return EventType.find(type).map(EventType::name).orElse("0x%08x".formatted(type));
  }

  Optional<Bytes> digest(HashAlgorithm bank) {
    return Optional.ofNullable(digests.get(bank));
  }
}
