// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.Signed;
import java.security.PublicKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request for all measurements and the signed response of the device, one after the other (SPDM
 * 1.1, GET_MEASUREMENTS and MEASUREMENTS).
 *
 * @param nonce what the requester chose, 32 bytes
 * @param responseNonce what the device chose, 32 bytes
 * @param measurements values by index of their block
 * @param opaque what NVIDIA adds
 * @param signed the bytes that are signed: all before the signature
 * @param signature r and s, 48 bytes each
 */
record SpdmReport(
    Bytes nonce,
    Bytes responseNonce,
    SortedMap<Integer, Bytes> measurements,
    OpaqueFields opaque,
    Bytes signed,
    Bytes signature) {
  private static final String STRUCTURE = "SPDM report";
  private static final Bytes REQUEST_ALL_SIGNED = Bytes.ofHex("11e001ff");
  private static final Bytes RESPONSE = Bytes.ofHex("1160");
  private static final int NONCE_BYTES = 32;
  private static final int SIGNATURE_BYTES = 96;
  private static final int DMTF = 1;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int RAW_VALUE = 0x80;
  private static final int DIGEST_BYTES = 48;

  SpdmReport {
    measurements = Collections.unmodifiableSortedMap(new TreeMap<>(measurements));
  }

  /**
   * Reads a report.
   *
   * @param allowTrailingBytes how many bytes may follow it
   */
  static SpdmReport read(Bytes message, int allowTrailingBytes) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian(STRUCTURE, message);
    expect("request", REQUEST_ALL_SIGNED, reader.bytes("request", 4));
    Bytes nonce = reader.bytes("nonce", NONCE_BYTES);
    reader.skip("slot", 1);
    expect("response", RESPONSE, reader.bytes("response", 2));
    reader.skip("response parameters", 2);
    int blocks = reader.u8("blocks");
    int recordLength = reader.u16("record length") | reader.u8("record length") << 16;
    SortedMap<Integer, Bytes> measurements =
        measurements(blocks, reader.bytes("record", recordLength));
    Bytes responseNonce = reader.bytes("response nonce", NONCE_BYTES);
    OpaqueFields opaque =
        OpaqueFields.read(reader.bytes("opaque data", reader.u16("opaque length")));
    Bytes signed = message.slice(0, reader.position());
    Bytes signature = reader.bytes("signature", SIGNATURE_BYTES);
    if (reader.remaining() > allowTrailingBytes) {
      reader.end();
    }
    return new SpdmReport(nonce, responseNonce, measurements, opaque, signed, signature);
  }

  /** Returns whether {@code key} signed the report. */
  boolean isSignedBy(PublicKey key) {
    return Signed.ellipticCurve("SHA384", key, signed, signature);
  }

  private static SortedMap<Integer, Bytes> measurements(int blocks, Bytes record)
      throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian(STRUCTURE + ".record", record);
    SortedMap<Integer, Bytes> byIndex = new TreeMap<>();
    for (int i = 0; i < blocks; i++) {
      int index = reader.u8("index");
      expect("specification", DMTF, reader.u8("specification"));
      int size = reader.u16("size");
      int type = reader.u8("type");
      int valueSize = reader.u16("value size");
      expect("size", valueSize + BLOCK_HEADER_BYTES, size);
      if ((type & RAW_VALUE) == 0) {
        expect("value size", DIGEST_BYTES, valueSize);
      }
      if (byIndex.put(index, reader.bytes("value", valueSize)) != null) {
        throw new MalformedEvidenceException(
            "%s.record: expected each index once, found %d twice".formatted(STRUCTURE, index));
      }
    }
    reader.end();
    return byIndex;
  }

  private static void expect(String field, Object expected, Object found)
      throws MalformedEvidenceException {
    if (!found.equals(expected)) {
      throw new MalformedEvidenceException(
          "%s.%s: expected %s, found %s".formatted(STRUCTURE, field, expected, found));
    }
  }
}
