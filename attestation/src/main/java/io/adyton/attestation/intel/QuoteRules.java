// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.x509.CertificatePath;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.Signed;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The line of trust inside a quote: Intel's root, the platform's key, the quoting enclave, the key
 * that enclave made, the quote.
 */
final class QuoteRules {
  private static final String PCK = "Intel SGX PCK Certificate";
  private static final Set<String> AUTHORITIES =
      Set.of("Intel SGX PCK Platform CA", "Intel SGX PCK Processor CA");

  private final Quote quote;
  private final Tee tee;
  private final Appraisal appraisal;

  QuoteRules(Quote quote, Tee tee, Appraisal appraisal) {
    this.quote = quote;
    this.tee = tee;
    this.appraisal = appraisal;
  }

  void requireEnd(int allowedTrailingBytes) {
    Bytes trailing = quote.trailing();
    appraisal.require(
        "intel.quote.end",
        Reason.MALFORMED,
        Source.VERIFIER_DERIVED,
        trailing.isZero() || trailing.length() <= allowedTrailingBytes,
        "zeros after the quote, or at most " + allowedTrailingBytes + " bytes",
        trailing.length() + " bytes" + (trailing.isZero() ? ", all zero" : ", not all zero"));
  }

  Optional<CertificatePath> requirePlatformKey(X509Certificate root, Demand demand) {
    List<X509Certificate> chain = quote.pckCertificates();
    Optional<CertificatePath> path =
        PathAppraisal.require(
            appraisal, "intel.pck", chain.getFirst(), chain, TrustAnchors.of(root), demand.at());
    return path.filter(this::requireNames);
  }

  private boolean requireNames(CertificatePath path) {
    List<String> names =
        path.certificates().stream()
            .map(certificate -> Certificates.commonName(certificate).orElse("?"))
            .toList();
    return appraisal.require(
        "intel.pck.names",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        names.size() == 3 && names.getFirst().equals(PCK) && AUTHORITIES.contains(names.get(1)),
        PCK + ", then one of " + AUTHORITIES + ", then the root",
        names.toString());
  }

  void requireQuotingEnclave(CertificatePath pckPath) {
    appraisal.require(
        "intel.qe-report.signature",
        Reason.SIGNATURE,
        Source.HARDWARE_PROVEN,
        Signed.ellipticCurve(
            "SHA256",
            pckPath.leaf().getPublicKey(),
            quote.qeReportBytes(),
            quote.qeReportSignature()),
        "ECDSA P-256 by the platform's key",
        "the signature of the quoting enclave's report");
    Bytes digest = Bytes.concat(quote.attestationKey(), quote.qeAuthentication()).digest("SHA-256");
    appraisal.requireEqual(
        "intel.qe-report.key",
        Reason.BINDING,
        Source.HARDWARE_PROVEN,
        Bytes.concat(digest, Bytes.of(new byte[32])),
        quote.qeReport().reportData());
  }

  void requireIdentity(Optional<EnclaveIdentity> identity) {
    SgxReport report = quote.qeReport();
    boolean genuine =
        identity.map(known -> known.describes(report)).orElse(tee.isSignedQuotingEnclave(report));
    appraisal.require(
        "intel.qe-report.identity",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        genuine,
        "the quoting enclave of Intel" + (identity.isPresent() ? " as its identity says" : ""),
        "signer %s, product %d, attributes %s"
            .formatted(report.mrSigner(), report.isvProdId(), report.attributes()));
  }

  void requireSignature() {
    appraisal.require(
        "intel.quote.signature",
        Reason.SIGNATURE,
        Source.HARDWARE_PROVEN,
        P256.signed(quote.attestationKey(), quote.signed(), quote.signature()),
        "ECDSA P-256 by the attestation key",
        "the signature of the quote");
  }

  void requireReportData(Bytes expected) {
    appraisal.requireEqual(
        "intel.report-data",
        Reason.NONCE,
        Source.HARDWARE_PROVEN,
        expected,
        quote.body().reportData());
  }
}
