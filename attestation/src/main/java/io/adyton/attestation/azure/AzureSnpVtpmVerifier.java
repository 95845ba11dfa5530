// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.AzureSnpVtpmEvidence;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.sev.SnpReport;
import io.adyton.attestation.tpm.QuoteAppraisal;
import java.util.Optional;

/**
 * Judges an Azure confidential guest on SEV-SNP, the hardware first, then down to the quote.
 *
 * <p><b>Guarantees</b> of accepted evidence: what {@link io.adyton.attestation.sev.SevSnpVerifier}
 * does for the paravisor, and that a virtual TPM whose key this paravisor vouches for made the
 * quote.
 *
 * <p><b>Does not guarantee</b> anything against Microsoft’s paravisor, which is trusted; nor that
 * {@code secure_boot} and {@code console_enabled} are as one would wish.
 */
public final class AzureSnpVtpmVerifier implements Verifier<AzureSnpVtpmEvidence> {
  private final Verifier<SevSnpEvidence> hardware;

  /** Judges the hardware’s report by this verifier. */
  public AzureSnpVtpmVerifier(Verifier<SevSnpEvidence> hardware) {
    this.hardware = hardware;
  }

  @Override
  public void appraise(AzureSnpVtpmEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    RuntimeBinding binding = new RuntimeBinding(appraisal, demand);
    HclReport hcl = HclReport.read(evidence.hclReport(), HclReport.Type.SEV_SNP);
    RuntimeData data = RuntimeData.read(hcl.runtimeData());
    SnpReport report = SnpReport.parse(hcl.hardwareReport());
    binding.claim(hcl, data);
    if (demand.policy().parseOnly()) {
      appraisal.claim("report_data", report.reportData());
      appraisal.claim("measurement", report.measurement());
      QuoteAppraisal.examine(
          appraisal, demand, evidence.quote().stream().toList(), Optional.empty());
      return;
    }
    hardware.appraise(
        new SevSnpEvidence(
            Optional.of(hcl.hardwareReport()), evidence.endorsementKey(), Optional.empty()),
        binding.hardwareDemand(),
        appraisal);
    binding.requireRuntimeData(hcl, report.reportData());
    if (evidence.quote().isEmpty()) {
      binding.refuseWithout("azure.vtpm-quote", "a quote of the virtual TPM");
      return;
    }
    binding.requireQuote(data, evidence.quote().get());
    if (evidence.nonceInUserData()) {
      binding.requireNonceInUserData(data);
    }
  }
}
