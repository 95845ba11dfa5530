// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.x509.Certificates;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The certificates that a host hands to an SEV-SNP guest beside the report (GHCB specification, SNP
 * Extended Guest Request): entries of GUID, offset and length, ended by a zero GUID.
 *
 * @param byGuid DER certificates by the GUID as its bytes stand in the table
 */
record SnpCertificateTable(Map<Bytes, Bytes> byGuid) {
  private static final String STRUCTURE = "SNP certificate table";
  private static final int GUID_BYTES = 16;
  private static final int MAX_ENTRIES = 16;

  private static final Bytes VCEK = guid("63da758d-e664-4564-adc5-f4b93be8accd");
  private static final Bytes VLEK = guid("a8074bc2-a25a-483e-aae6-39c045a0b8a1");
  private static final Bytes ASK = guid("4ab7b379-bbac-4fe4-a02f-05aef327c782");
  private static final Bytes ARK = guid("c0b406a4-a803-4952-9743-3fb6014cd0ae");

  /** Reads a table; no byte at all is an empty one. */
  static SnpCertificateTable read(Bytes table) throws MalformedEvidenceException {
    Map<Bytes, Bytes> byGuid = new HashMap<>();
    ByteReader reader = ByteReader.littleEndian(STRUCTURE, table);
    while (reader.remaining() > 0) {
      Bytes guid = reader.bytes("guid", GUID_BYTES);
      if (guid.isZero()) {
        return new SnpCertificateTable(byGuid);
      }
      long offset = reader.u32("offset");
      long length = reader.u32("length");
      if (byGuid.size() == MAX_ENTRIES || offset + length > table.length()) {
        throw new MalformedEvidenceException(
            "%s: expected at most %d entries inside %d bytes, found one of %d bytes at %d"
                .formatted(STRUCTURE, MAX_ENTRIES, table.length(), length, offset));
      }
      byGuid.put(guid, table.slice((int) offset, (int) (offset + length)));
    }
    return new SnpCertificateTable(byGuid);
  }

  /** Puts a report and these certificates together. */
  SevSnpEvidence with(Bytes report) {
    Optional<Bytes> endorsementKey =
        Optional.ofNullable(byGuid.get(VCEK)).or(() -> Optional.ofNullable(byGuid.get(VLEK)));
    String chain =
        Stream.of(ASK, ARK)
            .flatMap(guid -> Stream.ofNullable(byGuid.get(guid)))
            .map(Certificates::pem)
            .collect(Collectors.joining());
    return new SevSnpEvidence(
        Optional.of(report),
        endorsementKey,
        chain.isEmpty() ? Optional.empty() : Optional.of(Bytes.of(chain.getBytes(US_ASCII))));
  }

  /** The first three groups of a GUID are numbers, least significant byte first. */
  private static Bytes guid(String text) {
    Bytes bytes = Bytes.ofHex(text.replace("-", ""));
    int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    byte[] stored = new byte[GUID_BYTES];
    for (int i = 0; i < GUID_BYTES; i++) {
      stored[i] = (byte) bytes.at(order[i]);
    }
    return Bytes.of(stored);
  }
}
