// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;

/**
 * What the paravisor keeps in NV index 0x01400001: the hardware’s report and the runtime data whose
 * hash is in it.
 *
 * @param hardwareReport SEV-SNP report of 1,184 bytes, or TDREPORT of 1,024
 * @param runtimeData JSON, exactly the bytes that were hashed
 */
record HclReport(Bytes hardwareReport, Bytes runtimeData) {
  private static final String STRUCTURE = "HCL report";
  private static final long SIGNATURE = 0x414c4348L;
  private static final int HEADER_RESERVED_BYTES = 12;
  private static final int REPORT_ROOM_BYTES = 1184;
  private static final int DATA_HEADER_BYTES = 20;
  private static final int DATA_OFFSET = 32 + REPORT_ROOM_BYTES;
  private static final int ATTESTATION_REQUEST = 2;
  private static final int SHA_256 = 1;
  private static final int MAX_BYTES = 64 << 10;

  /** Whose report the hardware made. */
  enum Type {
    SEV_SNP(2, REPORT_ROOM_BYTES),
    TDX(4, 1024);

    private final int code;
    private final int reportBytes;

    Type(int code, int reportBytes) {
      this.code = code;
      this.reportBytes = reportBytes;
    }
  }

  /** Reads a report of the type that is expected; only zeros may follow it. */
  static HclReport read(Bytes bytes, Type type) throws MalformedEvidenceException {
    if (bytes.length() > MAX_BYTES) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d bytes, found %d"
              .formatted(STRUCTURE, MAX_BYTES, bytes.length()));
    }
    ByteReader reader = ByteReader.littleEndian(STRUCTURE, bytes);
    expect("signature", reader.u32("signature"), SIGNATURE);
    long version = reader.u32("version");
    if (version != 1) {
      expect("version", version, 2);
    }
    long reportSize = reader.u32("report_size");
    expect("request_type", reader.u32("request_type"), ATTESTATION_REQUEST);
    expect("status", reader.u32("status"), 0);
    expectZero("reserved", reader.bytes("reserved", HEADER_RESERVED_BYTES));
    Bytes room = reader.bytes("hw_report", REPORT_ROOM_BYTES);
    long dataSize = reader.u32("data_size");
    expect("data_version", reader.u32("data_version"), 1);
    expect("report_type", reader.u32("report_type"), type.code);
    expect("hash_type", reader.u32("hash_type"), SHA_256);
    long runtimeBytes = reader.u32("var_size");
    expect("data_size", dataSize, DATA_HEADER_BYTES + runtimeBytes);
    expect("report_size", reportSize, DATA_OFFSET + dataSize);
    Bytes runtimeData = reader.bytes("var_data", runtimeBytes);
    expectZero("bytes after the runtime data", reader.bytes("rest", reader.remaining()));
    expectZero("bytes after the report", room.slice(type.reportBytes, room.length()));
    return new HclReport(room.slice(0, type.reportBytes), runtimeData);
  }

  private static void expect(String field, long found, long expected)
      throws MalformedEvidenceException {
    if (found != expected) {
      throw new MalformedEvidenceException(
          "%s.%s: expected %d, found %d".formatted(STRUCTURE, field, expected, found));
    }
  }

  private static void expectZero(String field, Bytes bytes) throws MalformedEvidenceException {
    if (!bytes.isZero()) {
      throw new MalformedEvidenceException(
          "%s: expected %s to be zero, found others".formatted(STRUCTURE, field));
    }
  }
}
