// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.SevSnpEvidence;
import java.util.Optional;

/**
 * Judges SEV-SNP reports: structure, processor line, chain to AMD's root, signature, chip,
 * firmware, policy of the guest, freshness, in this order.
 *
 * <p>What is guaranteed of accepted evidence: a genuine AMD processor of a line that is trusted,
 * with the firmware its key was certified for, reports these values of a guest it runs. What is
 * not: that the measured software is good, which is for the policy's {@code require}; that the
 * processor was not opened physically; anything about revocation where no list came along.
 */
public final class SevSnpVerifier implements Verifier<SevSnpEvidence> {
  private static final int NO_KEY = 7;

  private final AmdRoots roots;
  private final SnpChainRules chain;

  /** Trusts AMD's own roots. */
  public SevSnpVerifier() {
    this(AmdRoots.SHIPPED);
  }

  /** Trusts other roots, for tests; no configuration leads here. */
  public SevSnpVerifier(AmdRoots roots) {
    this.roots = roots;
    this.chain = new SnpChainRules(roots);
  }

  @Override
  public void appraise(SevSnpEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    Optional<SnpReport> report = Optional.empty();
    if (!demand.policy().chainOnly()) {
      Optional<Bytes> bytes = evidence.report();
      if (!appraisal.require(
          "snp.report",
          Reason.NOT_EVIDENCE,
          Source.HARDWARE_PROVEN,
          bytes.isPresent(),
          "an attestation report",
          bytes.isPresent() ? "one" : "none")) {
        return;
      }
      report = Optional.of(SnpReport.parse(bytes.get()));
      SnpClaims.record(report.get(), appraisal);
    }
    Optional<EndorsementKey> key = EndorsementKey.of(evidence);
    if (!appraisal.require(
        "snp.key",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        key.isPresent(),
        "the certificate of a VCEK or VLEK",
        key.map(EndorsementKey::label).orElse("none"))) {
      return;
    }
    SnpClaims.record(key.get(), appraisal);
    appraise(report, key.get(), evidence.revocationList(), demand, appraisal);
  }

  private void appraise(
      Optional<SnpReport> report,
      EndorsementKey key,
      Optional<Bytes> revocationList,
      Demand demand,
      Appraisal appraisal)
      throws MalformedEvidenceException {
    String productName = key.extensions().productName();
    Optional<AmdProduct> product = AmdProduct.ofName(productName);
    if (!appraisal.require(
        "snp.product",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        product.isPresent(),
        "a processor of " + roots.byProduct().keySet(),
        productName)) {
      return;
    }
    if (report.isPresent() && report.get().signingKey() == NO_KEY) {
      appraisal.require(
          "snp.signed",
          Reason.NOT_EVIDENCE,
          Source.HARDWARE_PROVEN,
          false,
          "a report signed by VCEK or VLEK",
          "one that says it is not signed");
    }
    chain.require(appraisal, key, product.get(), revocationList, demand.at());
    if (report.isPresent()) {
      requireSameLine(report.get(), product.get(), appraisal);
      new SnpReportRules(report.get(), key, appraisal).require(product.get(), demand);
    }
  }

  private static void requireSameLine(SnpReport report, AmdProduct product, Appraisal appraisal) {
    report
        .cpuid()
        .ifPresent(
            cpuid ->
                appraisal.require(
                    "snp.product.cpuid",
                    Reason.BINDING,
                    Source.HARDWARE_PROVEN,
                    AmdProduct.ofCpuid(cpuid.family(), cpuid.model()).equals(Optional.of(product)),
                    "a processor of the line " + product.label(),
                    "family 0x%x, model 0x%x".formatted(cpuid.family(), cpuid.model())));
  }
}
