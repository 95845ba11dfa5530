// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.x509.CertificatePath;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The rules that SGX and TDX have in common, in their order. */
final class DcapRules {
  private final X509Certificate root;
  private final Tee tee;

  DcapRules(X509Certificate root, Tee tee) {
    this.root = root;
    this.tee = tee;
  }

  /** Asks everything up to the attributes of enclave or domain. */
  void require(Quote quote, IntelCollateral files, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    boolean bare = demand.policy().collateralAbsent();
    Collateral collateral = Collateral.read(bare ? IntelCollateral.NONE : files);
    CollateralRules collateralRules = new CollateralRules(root, tee, demand, appraisal);
    QuoteRules quoteRules = new QuoteRules(quote, tee, appraisal);

    quoteRules.requireEnd(demand.policy().allowTrailingBytes());
    if (!bare) {
      collateralRules.requireComplete(collateral);
    }
    collateralRules.requireRootList(collateral, quote.pckCertificates());
    Optional<TcbInfo> tcbInfo = collateralRules.tcbInfo(collateral);
    Optional<EnclaveIdentity> identity = collateralRules.qeIdentity(collateral);
    Optional<CertificatePath> path = quoteRules.requirePlatformKey(root, demand);
    if (path.isEmpty()) {
      return;
    }
    collateralRules.requirePckList(collateral, path.get());
    quoteRules.requireQuotingEnclave(path.get());
    quoteRules.requireIdentity(identity);
    quoteRules.requireSignature();

    PckExtensions platform = PckExtensions.of(path.get().leaf());
    TcbRules tcbRules = new TcbRules(quote, platform, appraisal);
    if (tcbInfo.isPresent()) {
      tcbRules.require(tcbInfo.get(), identity, demand.policy());
    } else {
      tcbRules.unknown();
    }
    boolean listed = collateral.rootCrl().isPresent() && collateral.pckCrl().isPresent();
    appraisal.claim("revocation", listed ? "good" : "unknown");
    appraisal.claim("fmspc", platform.fmspc());
    appraisal.claim("version", quote.version());
    appraisal.claim("report_data", quote.body().reportData());
  }

  /** Asks for the freshness that the caller expects, last of all. */
  void requireFreshness(Quote quote, Demand demand, Appraisal appraisal) {
    QuoteRules rules = new QuoteRules(quote, tee, appraisal);
    demand.reportData().ifPresent(rules::requireReportData);
    demand.nonce().ifPresent(rules::requireReportData);
  }
}
