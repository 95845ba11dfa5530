// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.AzureTdxVtpmEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.tpm.QuoteAppraisal;
import java.util.Optional;

/**
 * Judges an Azure confidential guest on TDX, the TD quote first, then down to the virtual TPM’s.
 *
 * <p><b>Guarantees</b> of accepted evidence: what the verifier of TD quotes does for the paravisor,
 * and that a virtual TPM whose key this paravisor vouches for made the quote.
 *
 * <p><b>Does not guarantee</b> anything against Microsoft’s paravisor, which is trusted. The
 * runtime registers of the TD are zero there; the registers of the virtual TPM speak of the guest.
 */
public final class AzureTdxVtpmVerifier implements Verifier<AzureTdxVtpmEvidence> {
  private static final int REPORT_DATA_OFFSET = 128;
  private static final int REPORT_DATA_BYTES = 64;
  private static final int TDX_REPORT = 0x81;

  private final Verifier<TdxEvidence> hardware;

  /** Judges the TD quote by this verifier. */
  public AzureTdxVtpmVerifier(Verifier<TdxEvidence> hardware) {
    this.hardware = hardware;
  }

  @Override
  public void appraise(AzureTdxVtpmEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    RuntimeBinding binding = new RuntimeBinding(appraisal, demand);
    HclReport hcl = HclReport.read(evidence.hclReport(), HclReport.Type.TDX);
    RuntimeData data = RuntimeData.read(hcl.runtimeData());
    Bytes reportData = reportData(hcl.hardwareReport());
    binding.claim(hcl, data);
    if (demand.policy().parseOnly()) {
      appraisal.claim("report_data", reportData);
      QuoteAppraisal.examine(
          appraisal, demand, evidence.quote().stream().toList(), Optional.empty());
      return;
    }
    if (evidence.tdQuote().isEmpty()) {
      binding.refuseWithout("azure.td-quote", "a TD quote, since a TDREPORT is not signed");
      return;
    }
    hardware.appraise(
        new TdxEvidence(evidence.tdQuote().get(), evidence.collateral()),
        binding.hardwareDemand(),
        appraisal);
    requireSameReportData(appraisal, reportData);
    binding.requireRuntimeData(hcl, reportData);
    if (evidence.quote().isEmpty()) {
      binding.refuseWithout("azure.vtpm-quote", "a quote of the virtual TPM");
      return;
    }
    binding.requireQuote(data, evidence.quote().get());
    if (evidence.nonceInUserData()) {
      binding.requireNonceInUserData(data);
    }
  }

  private static void requireSameReportData(Appraisal appraisal, Bytes expected) {
    String quoted =
        appraisal.claims().find("report_data").map(Claim::text).orElse("no report data");
    appraisal.require(
        "azure.td-report-data",
        Reason.BINDING,
        Source.HARDWARE_PROVEN,
        quoted.equals(expected.hex()),
        expected.hex(),
        quoted);
  }

  /** Reads REPORTDATA out of REPORTMACSTRUCT, with which a TDREPORT begins. */
  private static Bytes reportData(Bytes tdReport) throws MalformedEvidenceException {
    if (tdReport.at(0) != TDX_REPORT) {
      throw new MalformedEvidenceException(
          "TDREPORT.type: expected 0x%02x, found 0x%02x".formatted(TDX_REPORT, tdReport.at(0)));
    }
    return tdReport.slice(REPORT_DATA_OFFSET, REPORT_DATA_OFFSET + REPORT_DATA_BYTES);
  }
}
