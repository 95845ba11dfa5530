// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;

/**
 * The report of an enclave.
 *
 * @param miscSelect 4 bytes
 * @param attributes 16 bytes: flags, then XFRM
 * @param mrEnclave 32 bytes, what was loaded
 * @param mrSigner 32 bytes, who signed it
 * @param isvProdId product number by the signer
 * @param isvSvn security version by the signer
 * @param reportData 64 bytes by the enclave
 */
public record SgxReport(
    Bytes miscSelect,
    Bytes attributes,
    Bytes mrEnclave,
    Bytes mrSigner,
    int isvProdId,
    int isvSvn,
    Bytes reportData)
    implements QuoteBody {
  /** How long every report is. */
  public static final int LENGTH = 384;

  private static final int DEBUG = 0b10;

  /** Reads exactly {@link #LENGTH} bytes. */
  static SgxReport parse(String what, Bytes bytes) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian(what, bytes);
    reader.skip("cpu_svn", 16);
    Bytes miscSelect = reader.bytes("misc_select", 4);
    reader.skip("reserved and isv_ext_prod_id", 28);
    Bytes attributes = reader.bytes("attributes", 16);
    Bytes mrEnclave = reader.bytes("mr_enclave", 32);
    reader.skip("reserved", 32);
    Bytes mrSigner = reader.bytes("mr_signer", 32);
    reader.skip("reserved and config_id", 96);
    int isvProdId = reader.u16("isv_prod_id");
    int isvSvn = reader.u16("isv_svn");
    reader.skip("config_svn, reserved and isv_family_id", 60);
    Bytes reportData = reader.bytes("report_data", 64);
    reader.end();
    return new SgxReport(
        miscSelect, attributes, mrEnclave, mrSigner, isvProdId, isvSvn, reportData);
  }

  /** Returns whether a debugger may read the enclave. */
  public boolean debug() {
    return (attributes.at(0) & DEBUG) != 0;
  }
}
