// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TdxEvidence;
import java.security.cert.X509Certificate;

/**
 * Judges TDX quotes of versions 4 and 5: collateral, platform key, quoting enclave, quote, TCB
 * level of platform and TDX module, attributes, freshness, in this order.
 *
 * <p>What is guaranteed of accepted evidence: a platform that Intel certified reports these values
 * of a domain it runs. What is not: that the measured software is good, which is for the policy's
 * {@code require}, over MRTD and the RTMRs; anything about TCB and revocation where the policy does
 * without collateral.
 */
public final class TdxVerifier implements Verifier<TdxEvidence> {
  private final DcapRules rules;

  /** Trusts Intel's own root. */
  public TdxVerifier() {
    this(IntelRoot.SHIPPED);
  }

  /** Trusts another root, for tests; no configuration leads here. */
  public TdxVerifier(X509Certificate root) {
    this.rules = new DcapRules(root, Tee.TDX);
  }

  @Override
  public void appraise(TdxEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    Quote quote = Quote.parseTdx(evidence.quote());
    rules.require(quote, evidence.collateral(), demand, appraisal);
    if (quote.body() instanceof TdReport report) {
      TdAttributes attributes = TdAttributes.of(report.tdAttributes());
      requireAttributes(attributes, demand.policy(), appraisal);
      requireNoServiceDomain(report, attributes, demand.policy(), appraisal);
      claim(report, attributes, appraisal);
    }
    rules.requireFreshness(quote, demand, appraisal);
  }

  private static void requireAttributes(
      TdAttributes attributes, EvidencePolicy policy, Appraisal appraisal) {
    appraisal.require(
        "tdx.debug",
        Reason.DEBUG,
        Source.HARDWARE_PROVEN,
        !attributes.debug() || policy.allowDebug(),
        policy.allowDebug() ? "on or off" : "off",
        attributes.debug() ? "on" : "off");
    appraisal.require(
        "tdx.attributes.reserved",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        !attributes.hasReserved(),
        "no reserved attribute",
        "0x" + Long.toHexString(attributes.bits()));
    appraisal.require(
        "tdx.attributes.sept-ve-disable",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        attributes.septVeDisable() || policy.allowSeptVeDisableOff(),
        policy.allowSeptVeDisableOff() ? "on or off" : "on",
        attributes.septVeDisable() ? "on" : "off");
  }

  private static void requireNoServiceDomain(
      TdReport report, TdAttributes attributes, EvidencePolicy policy, Appraisal appraisal) {
    boolean bound = !report.mrServiceTd().map(Bytes::isZero).orElse(true);
    appraisal.require(
        "tdx.service-domain",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        !(bound || attributes.migratable()) || policy.allowServiceTd(),
        policy.allowServiceTd() ? "any" : "no service domain bound, and not migratable",
        report.mrServiceTd().map(Bytes::hex).orElse("none")
            + (attributes.migratable() ? ", migratable" : ""));
  }

  private static void claim(TdReport report, TdAttributes attributes, Appraisal appraisal) {
    appraisal.claim("debug", attributes.debug());
    appraisal.claim("tee_tcb_svn", report.teeTcbSvn());
    appraisal.claim("mr_seam", report.mrSeam());
    appraisal.claim("mr_signer_seam", report.mrSignerSeam());
    appraisal.claim("seam_attributes", report.seamAttributes());
    appraisal.claim("td_attributes", report.tdAttributes());
    appraisal.claim("xfam", report.xfam());
    appraisal.claim("mr_td", report.mrTd());
    appraisal.claim("mr_config_id", report.mrConfigId());
    appraisal.claim("mr_owner", report.mrOwner());
    appraisal.claim("mr_owner_config", report.mrOwnerConfig());
    for (int i = 0; i < report.rtmrs().size(); i++) {
      appraisal.claim("rtmr" + i, report.rtmrs().get(i));
    }
    report.teeTcbSvn2().ifPresent(svn -> appraisal.claim("tee_tcb_svn2", svn));
    report.mrServiceTd().ifPresent(measurement -> appraisal.claim("mr_service_td", measurement));
  }
}
