// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;

/**
 * TPMS_ATTEST of type TPM_ST_ATTEST_QUOTE: what a TPM signs when it is asked for a quote.
 *
 * <p>Only a TPM makes a restricted key sign bytes that start with TPM_GENERATED_VALUE, so a
 * structure without it is refused here already.
 *
 * @param qualifiedSigner qualified name of the signing key
 * @param extraData the nonce of whoever asked
 * @param clock milliseconds the TPM was powered in all, unless {@code safe} is false
 * @param resetCount how often the TPM was reset
 * @param restartCount how often it was restarted or resumed since
 * @param safe whether {@code clock} cannot have been reported before
 * @param firmwareVersion eight bytes the maker chose
 * @param pcrSelect the registers quoted
 * @param pcrDigest hash over their values
 */
public record TpmsAttest(
    Bytes qualifiedSigner,
    Bytes extraData,
    long clock,
    long resetCount,
    long restartCount,
    boolean safe,
    Bytes firmwareVersion,
    TpmlPcrSelection pcrSelect,
    Bytes pcrDigest) {
  private static final String STRUCTURE = "TPMS_ATTEST";
  private static final long GENERATED_VALUE = 0xff544347L;
  private static final int ATTEST_QUOTE = 0x8018;

  /** Reads a quote that fills {@code message}. */
  public static TpmsAttest read(Bytes message) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.bigEndian(STRUCTURE, message);
    long magic = reader.u32("magic");
    if (magic != GENERATED_VALUE) {
      throw new MalformedEvidenceException(
          "%s.magic: expected %08x, found %08x".formatted(STRUCTURE, GENERATED_VALUE, magic));
    }
    int type = reader.u16("type");
    if (type != ATTEST_QUOTE) {
      throw new MalformedEvidenceException(
          "%s.type: expected %04x, a quote, found %04x".formatted(STRUCTURE, ATTEST_QUOTE, type));
    }
    Bytes qualifiedSigner = reader.sized16("qualifiedSigner");
    Bytes extraData = reader.sized16("extraData");
    long clock = reader.u64("clock");
    long resetCount = reader.u32("resetCount");
    long restartCount = reader.u32("restartCount");
    boolean safe = yesNo(reader.u8("safe"));
    Bytes firmwareVersion = reader.bytes("firmwareVersion", Long.BYTES);
    TpmlPcrSelection pcrSelect = TpmlPcrSelection.read(reader);
    Bytes pcrDigest = reader.sized16("pcrDigest");
    reader.end();
    return new TpmsAttest(
        qualifiedSigner,
        extraData,
        clock,
        resetCount,
        restartCount,
        safe,
        firmwareVersion,
        pcrSelect,
        pcrDigest);
  }

  /** Writes the structure. */
  public Bytes toBytes() {
    return ByteWriter.bigEndian()
        .u32(GENERATED_VALUE)
        .u16(ATTEST_QUOTE)
        .sized16(qualifiedSigner)
        .sized16(extraData)
        .u64(clock)
        .u32(resetCount)
        .u32(restartCount)
        .u8(safe ? 1 : 0)
        .bytes(firmwareVersion)
        .bytes(pcrSelect.toBytes())
        .sized16(pcrDigest)
        .toBytes();
  }

  private static boolean yesNo(int value) throws MalformedEvidenceException {
    if (value > 1) {
      throw new MalformedEvidenceException(
          "%s.safe: expected 0 or 1, found %d".formatted(STRUCTURE, value));
    }
    return value == 1;
  }
}
