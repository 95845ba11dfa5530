// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.SgxEvidence;
import java.security.cert.X509Certificate;

/**
 * Judges SGX quotes of version 3: collateral, platform key, quoting enclave, quote, TCB level,
 * attributes, freshness, in this order.
 *
 * <p>What is guaranteed of accepted evidence: a platform that Intel certified reports these values
 * of an enclave it runs. What is not: that the enclave is good, which is for the policy's {@code
 * require}; anything about TCB and revocation where the policy does without collateral.
 */
public final class SgxVerifier implements Verifier<SgxEvidence> {
  private final DcapRules rules;

  /** Trusts Intel's own root. */
  public SgxVerifier() {
    this(IntelRoot.SHIPPED);
  }

  /** Trusts another root, for tests; no configuration leads here. */
  public SgxVerifier(X509Certificate root) {
    this.rules = new DcapRules(root, Tee.SGX);
  }

  @Override
  public void appraise(SgxEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    Quote quote = Quote.parseSgx(evidence.quote());
    rules.require(quote, evidence.collateral(), demand, appraisal);
    if (quote.body() instanceof SgxReport report) {
      requireAttributes(report, demand, appraisal);
      claim(report, appraisal);
    }
    rules.requireFreshness(quote, demand, appraisal);
  }

  private static void requireAttributes(SgxReport report, Demand demand, Appraisal appraisal) {
    boolean allowed = demand.policy().allowDebug();
    appraisal.require(
        "sgx.debug",
        Reason.DEBUG,
        Source.HARDWARE_PROVEN,
        !report.debug() || allowed,
        allowed ? "on or off" : "off",
        report.debug() ? "on" : "off");
  }

  private static void claim(SgxReport report, Appraisal appraisal) {
    appraisal.claim("debug", report.debug());
    appraisal.claim("mr_enclave", report.mrEnclave());
    appraisal.claim("mr_signer", report.mrSigner());
    appraisal.claim("isv_prod_id", report.isvProdId());
    appraisal.claim("isv_svn", report.isvSvn());
    appraisal.claim("attributes", report.attributes());
  }
}
