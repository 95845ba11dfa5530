// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;

/**
 * TCG_PCClientTaggedEvent: the data of an {@link EventType#EV_EVENT_TAG}.
 *
 * @param id what the data is, by a number its writer chose
 * @param data what was measured
 */
public record TaggedEvent(long id, Bytes data) {
  /** Reads the data of an event. */
  public static TaggedEvent read(Bytes event) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian("TCG_PCClientTaggedEvent", event);
    long id = reader.u32("taggedEventID");
    Bytes data = reader.bytes("taggedEventData", reader.u32("taggedEventDataSize"));
    reader.end();
    return new TaggedEvent(id, data);
  }

  /** Writes the data of an event. */
  public Bytes toBytes() {
    return ByteWriter.littleEndian().u32(id).u32(data.length()).bytes(data).toBytes();
  }
}
