// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.Certificates;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads one quote; every length inside must come out even. */
final class QuoteReader {
  private static final int MAX_BYTES = 1 << 20;
  private static final int ECDSA_P256 = 2;
  private static final long TEE_SGX = 0;
  private static final long TEE_TDX = 0x81;
  private static final int BODY_TD_1_0 = 2;
  private static final int BODY_TD_1_5 = 3;
  private static final int PCK_CHAIN = 5;
  private static final int QE_REPORT = 6;
  private static final Bytes INTEL = Bytes.ofHex("939a7233f79c4ca9940a0db3957f0607");

  private final String what;
  private final Bytes bytes;
  private final ByteReader reader;

  QuoteReader(String what, Bytes bytes) throws MalformedEvidenceException {
    if (bytes.length() > MAX_BYTES) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d bytes, found %d".formatted(what, MAX_BYTES, bytes.length()));
    }
    this.what = what;
    this.bytes = bytes;
    this.reader = ByteReader.littleEndian(what, bytes);
  }

  Quote sgx() throws MalformedEvidenceException {
    int version = header(TEE_SGX, 3, 3);
    SgxReport body = SgxReport.parse(what, reader.bytes("body", SgxReport.LENGTH));
    return rest(version, body);
  }

  Quote tdx() throws MalformedEvidenceException {
    int version = header(TEE_TDX, 4, 5);
    int length = version == 4 ? TdReport.LENGTH_1_0 : describedLength();
    return rest(version, TdReport.parse(reader.bytes("body", length)));
  }

  private int header(long teeType, int first, int last) throws MalformedEvidenceException {
    int version = reader.u16("version");
    expect("version", version >= first && version <= last, first + " to " + last, version);
    int keyType = reader.u16("att_key_type");
    expect("att_key_type", keyType == ECDSA_P256, "2 (ECDSA P-256)", keyType);
    long tee = reader.u32("tee_type");
    expect("tee_type", tee == teeType, Long.toString(teeType), tee);
    reader.skip("qe_svn and pce_svn", 4);
    Bytes vendor = reader.bytes("qe_vendor_id", 16);
    expect("qe_vendor_id", vendor.equals(INTEL), INTEL.hex(), vendor);
    reader.skip("user_data", 20);
    return version;
  }

  private int describedLength() throws MalformedEvidenceException {
    int type = reader.u16("body type");
    long size = reader.u32("body size");
    expect("body type", type == BODY_TD_1_0 || type == BODY_TD_1_5, "2 or 3", type);
    int length = type == BODY_TD_1_0 ? TdReport.LENGTH_1_0 : TdReport.LENGTH_1_5;
    expect("body size", size == length, Integer.toString(length), size);
    return length;
  }

  private Quote rest(int version, QuoteBody body) throws MalformedEvidenceException {
    Bytes signed = bytes.slice(0, reader.position());
    ByteReader data =
        ByteReader.littleEndian(
            what + ".signature data",
            reader.bytes("signature data", reader.u32("signature data length")));
    Bytes signature = data.bytes("signature", 64);
    Bytes key = data.bytes("attestation key", 64);
    ByteReader certified = version == 3 ? data : qeReportData(data);
    Bytes qeReport = certified.bytes("QE report", SgxReport.LENGTH);
    Bytes qeSignature = certified.bytes("QE report signature", 64);
    Bytes authentication =
        certified.bytes("QE authentication data", certified.u16("QE authentication data length"));
    List<X509Certificate> chain = pckChain(certified);
    certified.end();
    data.end();
    return new Quote(
        version,
        body,
        signed,
        signature,
        key,
        SgxReport.parse("QE report", qeReport),
        qeReport,
        qeSignature,
        authentication,
        chain,
        bytes.slice(reader.position(), bytes.length()));
  }

  private ByteReader qeReportData(ByteReader data) throws MalformedEvidenceException {
    int type = data.u16("certification data type");
    expect("certification data type", type == QE_REPORT, "6 (QE report)", type);
    return ByteReader.littleEndian(
        what + ".certification data",
        data.bytes("certification data", data.u32("certification data length")));
  }

  private List<X509Certificate> pckChain(ByteReader data) throws MalformedEvidenceException {
    int type = data.u16("certificate type");
    expect("certificate type", type == PCK_CHAIN, "5 (PEM chain of the PCK)", type);
    Bytes pem = data.bytes("certificates", data.u32("certificates length"));
    int end = pem.length();
    while (end > 0 && pem.at(end - 1) == 0) {
      end--;
    }
    return Certificates.read("PCK chain", pem.slice(0, end));
  }

  private void expect(String field, boolean holds, String expected, Object found)
      throws MalformedEvidenceException {
    if (!holds) {
      throw new MalformedEvidenceException(
          "%s.%s: expected %s, found %s".formatted(what, field, expected, found));
    }
  }
}
