// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;

/**
 * The ACPI table that says where a guest's event log lies (ACPI 6.5, CC Event Log table).
 *
 * @param logAreaLength how long the area is at least
 * @param logAreaAddress where it starts
 */
record AcpiTable(long logAreaLength, long logAreaAddress) {
  private static final Bytes SIGNATURE = Bytes.ofHex("4343454c");
  private static final int LENGTH = 56;
  private static final int TDX = 2;

  /** Reads a table; length, checksum and the kind of guest must be right. */
  static AcpiTable parse(Bytes bytes) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian("CCEL table", bytes);
    Bytes signature = reader.bytes("signature", 4);
    long length = reader.u32("length");
    reader.skip("revision to creator revision", 28);
    int type = reader.u8("cc type");
    reader.skip("cc subtype and reserved", 3);
    AcpiTable table = new AcpiTable(reader.u64("laml"), reader.u64("lasa"));
    reader.end();
    int sum = 0;
    for (int i = 0; i < bytes.length(); i++) {
      sum += bytes.at(i);
    }
    if (!signature.equals(SIGNATURE) || length != LENGTH || (sum & 0xff) != 0 || type != TDX) {
      throw new MalformedEvidenceException(
          "CCEL table: expected 'CCEL', %d bytes that sum up to zero and type 2, found %s, %d, %d, %d"
              .formatted(LENGTH, signature, length, sum & 0xff, type));
    }
    return table;
  }
}
