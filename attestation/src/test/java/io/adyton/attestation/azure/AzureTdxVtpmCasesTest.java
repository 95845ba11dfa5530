// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.AzureTdxVtpmEvidence;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.intel.TdxVerifier;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AzureTdxVtpmCasesTest {
  private static final int TD_QUOTE_SIGNED_LENGTH = 632;
  private static final AzureTdxVtpmVerifier VERIFIER = new AzureTdxVtpmVerifier(new TdxVerifier());

  @TestFactory
  Stream<DynamicTest> agreesWithEverySample() {
    return SampleCases.agree(EvidenceKind.AZURE_TDX_VTPM, AzureEvidenceFiles::readTdx, VERIFIER);
  }

  @TestFactory
  Stream<DynamicTest> refusesSignedBytesFlipped() {
    return SampleCases.refuseFlips(
        EvidenceKind.AZURE_TDX_VTPM, AzureEvidenceFiles::readTdx, VERIFIER, new Signed());
  }

  @TestFactory
  Stream<DynamicTest> refusesHclReportsCutOff() {
    return SampleCases.refuseCuts(
        EvidenceKind.AZURE_TDX_VTPM, AzureEvidenceFiles::readTdx, VERIFIER, new HclContent());
  }

  /** Header and body of the TD quote, runtime data, TPMS_ATTEST, one after the other. */
  private static final class Signed implements SampleCases.Region<AzureTdxVtpmEvidence> {
    @Override
    public int length(AzureTdxVtpmEvidence evidence, EvidenceCase one) {
      return TD_QUOTE_SIGNED_LENGTH
          + HclBytes.runtimeLength(evidence.hclReport())
          + message(evidence).length();
    }

    @Override
    public AzureTdxVtpmEvidence flip(AzureTdxVtpmEvidence evidence, EvidenceCase one, int index) {
      int runtime = HclBytes.runtimeLength(evidence.hclReport());
      int inRuntime = index - TD_QUOTE_SIGNED_LENGTH;
      int inMessage = inRuntime - runtime;
      Bytes tdQuote = evidence.tdQuote().orElseThrow();
      Bytes hcl = evidence.hclReport();
      Quote quote = evidence.quote().orElseThrow();
      if (inMessage >= 0) {
        quote =
            new Quote(
                SampleCases.flipped(quote.message(), inMessage), quote.signature(), quote.pcrs());
      } else if (inRuntime >= 0) {
        hcl = SampleCases.flipped(hcl, HclBytes.RUNTIME_OFFSET + inRuntime);
      } else {
        tdQuote = SampleCases.flipped(tdQuote, index);
      }
      return new AzureTdxVtpmEvidence(
          hcl,
          Optional.of(tdQuote),
          evidence.collateral(),
          Optional.of(quote),
          evidence.nonceInUserData());
    }
  }

  private static final class HclContent implements SampleCases.Cut<AzureTdxVtpmEvidence> {
    @Override
    public int length(AzureTdxVtpmEvidence evidence, EvidenceCase one) {
      return HclBytes.contentLength(evidence.hclReport());
    }

    @Override
    public AzureTdxVtpmEvidence to(AzureTdxVtpmEvidence evidence, EvidenceCase one, int length) {
      return new AzureTdxVtpmEvidence(
          evidence.hclReport().slice(0, length),
          evidence.tdQuote(),
          evidence.collateral(),
          evidence.quote(),
          evidence.nonceInUserData());
    }
  }

  private static Bytes message(AzureTdxVtpmEvidence evidence) {
    return evidence.quote().orElseThrow().message();
  }
}
