// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.NitroEvidence;

/** Finds an attestation document in a file: raw, hexadecimal, base64, or in an envelope. */
public final class NitroFiles {
  private static final String ENVELOPE = "envelope";
  private static final int ENVELOPE_START = 0x0002;
  private static final int MIN_BYTES_AFTER = 150;
  private static final int MAX_BYTES_AFTER = 180;

  private NitroFiles() {}

  /** Reads the file in the role {@code document}. */
  public static NitroEvidence read(EvidenceFiles files) throws MalformedEvidenceException {
    return new NitroEvidence(
        files.format() == EvidenceFormat.NSM_FRAMED
            ? unwrap(files.file("document"))
            : files.decoded("document"));
  }

  /**
   * Takes a document out of an envelope: two bytes, the length in SCALE’s compact form, the
   * document, then 150 to 180 bytes that the document does not vouch for.
   */
  private static Bytes unwrap(Bytes envelope) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.bigEndian(ENVELOPE, envelope);
    int start = reader.u16("start");
    if (start != ENVELOPE_START) {
      throw new MalformedEvidenceException(
          "%s: expected to begin with 0002, found %04x".formatted(ENVELOPE, start));
    }
    Bytes document = reader.bytes("document", compactLength(envelope, reader));
    if (reader.remaining() < MIN_BYTES_AFTER || reader.remaining() > MAX_BYTES_AFTER) {
      throw new MalformedEvidenceException(
          "%s: expected %d to %d bytes after the document, found %d"
              .formatted(ENVELOPE, MIN_BYTES_AFTER, MAX_BYTES_AFTER, reader.remaining()));
    }
    return document;
  }

  /** The two lowest bits of the first byte tell how many bytes the length takes: 1, 2 or 4. */
  private static long compactLength(Bytes envelope, ByteReader reader)
      throws MalformedEvidenceException {
    int first = reader.u8("length");
    int width =
        switch (first & 3) {
          case 0 -> 1;
          case 1 -> 2;
          case 2 -> 4;
          default ->
              throw new MalformedEvidenceException(
                  ENVELOPE + ".length: expected below 2^30, found more");
        };
    reader.skip("length", width - 1);
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | envelope.at(2 + i);
    }
    return value >> 2;
  }
}
