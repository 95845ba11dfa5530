// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * TCG_EfiSpecIdEvent: the data of the first event of a crypto agile log, which says what digests
 * every later event has.
 *
 * @param platformClass 0 for a client, 1 for a server
 * @param versionMajor major version of the profile
 * @param versionMinor minor version of the profile
 * @param errata errata level of the profile
 * @param wordsPerAddress size of a UINTN in units of four bytes
 * @param digestBytes how long a digest is, by TPM_ALG_ID, in the order of the log
 * @param vendorInfo what the writer adds
 */
record SpecId(
    long platformClass,
    int versionMajor,
    int versionMinor,
    int errata,
    int wordsPerAddress,
    Map<Integer, Integer> digestBytes,
    Bytes vendorInfo) {
  private static final String STRUCTURE = "TCG_EfiSpecIdEvent";
  private static final int MAX_ALGORITHMS = 16;
  private static final int MAX_DIGEST_BYTES = 64;
  private static final Bytes CRYPTO_AGILE = signature("Spec ID Event03");
  private static final Bytes SHA1_ONLY = signature("Spec ID Event02");
  private static final Bytes CONVENTIONAL_BIOS = signature("Spec ID Event00");

  SpecId {
    digestBytes = Collections.unmodifiableMap(new LinkedHashMap<>(digestBytes));
  }

  /** Returns whether these are the data of a header of any version. */
  static boolean isHeader(Bytes data) {
    return isCryptoAgile(data) || starts(data, SHA1_ONLY) || starts(data, CONVENTIONAL_BIOS);
  }

  /** Returns whether these are the data of a header after which events have several digests. */
  static boolean isCryptoAgile(Bytes data) {
    return starts(data, CRYPTO_AGILE);
  }

  static SpecId read(Bytes data) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian(STRUCTURE, data);
    reader.skip("signature", CRYPTO_AGILE.length());
    long platformClass = reader.u32("platformClass");
    int versionMinor = reader.u8("specVersionMinor");
    int versionMajor = reader.u8("specVersionMajor");
    int errata = reader.u8("specErrata");
    int wordsPerAddress = reader.u8("uintnSize");
    long count = reader.u32("numberOfAlgorithms");
    if (count < 1 || count > MAX_ALGORITHMS) {
      throw new MalformedEvidenceException(
          "%s.numberOfAlgorithms: expected 1 to %d, found %d"
              .formatted(STRUCTURE, MAX_ALGORITHMS, count));
    }
    Map<Integer, Integer> digestBytes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int id = reader.u16("algorithmId");
      int size = reader.u16("digestSize");
      checkAlgorithm(id, size, digestBytes.put(id, size) != null);
    }
    Bytes vendorInfo = reader.bytes("vendorInfo", reader.u8("vendorInfoSize"));
    reader.end();
    return new SpecId(
        platformClass,
        versionMajor,
        versionMinor,
        errata,
        wordsPerAddress,
        digestBytes,
        vendorInfo);
  }

  Bytes toBytes() {
    ByteWriter writer =
        ByteWriter.littleEndian()
            .bytes(CRYPTO_AGILE)
            .u32(platformClass)
            .u8(versionMinor)
            .u8(versionMajor)
            .u8(errata)
            .u8(wordsPerAddress)
            .u32(digestBytes.size());
    digestBytes.forEach((id, size) -> writer.u16(id).u16(size));
    return writer.u8(vendorInfo.length()).bytes(vendorInfo).toBytes();
  }

  private static void checkAlgorithm(int id, int size, boolean seen)
      throws MalformedEvidenceException {
    int expected = HashAlgorithm.find(id).map(HashAlgorithm::digestBytes).orElse(size);
    if (seen || size != expected || size < 1 || size > MAX_DIGEST_BYTES) {
      throw new MalformedEvidenceException(
          "%s: expected each algorithm once, with its own digest size, found 0x%04x of %d bytes%s"
              .formatted(STRUCTURE, id, size, seen ? " again" : ""));
    }
  }

  private static boolean starts(Bytes data, Bytes signature) {
    return data.length() >= signature.length()
        && data.slice(0, signature.length()).equals(signature);
  }

  private static Bytes signature(String text) {
    return Bytes.of((text + "\0").getBytes(StandardCharsets.US_ASCII));
  }
}
