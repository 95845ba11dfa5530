// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A quote with ECDSA on P-256, its bytes told apart and nothing believed.
 *
 * @param version 3 for SGX, 4 or 5 for TDX
 * @param body report of the enclave or domain
 * @param signed the bytes under the signature: header, in version 5 the body's descriptor, body
 * @param signature r and s, 32 bytes each
 * @param attestationKey x and y of the key that signed, 32 bytes each
 * @param qeReport report of the quoting enclave, as read
 * @param qeReportBytes the same as bytes, which are under {@code qeReportSignature}
 * @param qeReportSignature r and s, 32 bytes each
 * @param qeAuthentication further bytes that the quoting enclave's report vouches for
 * @param pckCertificates the chain of the platform's key, leaf first
 * @param trailing what stands after the quote
 */
public record Quote(
    int version,
    QuoteBody body,
    Bytes signed,
    Bytes signature,
    Bytes attestationKey,
    SgxReport qeReport,
    Bytes qeReportBytes,
    Bytes qeReportSignature,
    Bytes qeAuthentication,
    List<X509Certificate> pckCertificates,
    Bytes trailing) {
  /** Copies the list. */
  public Quote {
    pckCertificates = List.copyOf(pckCertificates);
  }

  /** Reads an SGX quote of version 3. */
  public static Quote parseSgx(Bytes bytes) throws MalformedEvidenceException {
    return new QuoteReader("SGX quote", bytes).sgx();
  }

  /** Reads a TDX quote of version 4 or 5. */
  public static Quote parseTdx(Bytes bytes) throws MalformedEvidenceException {
    return new QuoteReader("TDX quote", bytes).tdx();
  }
}
