// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.AzureSnpVtpmEvidence;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.sev.SevSnpVerifier;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AzureSnpVtpmCasesTest {
  private static final AzureSnpVtpmVerifier VERIFIER =
      new AzureSnpVtpmVerifier(new SevSnpVerifier());

  @TestFactory
  Stream<DynamicTest> agreesWithEverySample() {
    return SampleCases.agree(EvidenceKind.AZURE_SNP_VTPM, AzureEvidenceFiles::readSnp, VERIFIER);
  }

  @TestFactory
  Stream<DynamicTest> refusesSignedBytesFlipped() {
    return SampleCases.refuseFlips(
        EvidenceKind.AZURE_SNP_VTPM, AzureEvidenceFiles::readSnp, VERIFIER, new Signed());
  }

  @TestFactory
  Stream<DynamicTest> refusesHclReportsCutOff() {
    return SampleCases.refuseCuts(
        EvidenceKind.AZURE_SNP_VTPM, AzureEvidenceFiles::readSnp, VERIFIER, new HclContent());
  }

  /** SNP report without its signature, runtime data, TPMS_ATTEST, one after the other. */
  private static final class Signed implements SampleCases.Region<AzureSnpVtpmEvidence> {
    @Override
    public int length(AzureSnpVtpmEvidence evidence, EvidenceCase one) {
      return HclBytes.SNP_SIGNED_LENGTH
          + HclBytes.runtimeLength(evidence.hclReport())
          + message(evidence).length();
    }

    @Override
    public AzureSnpVtpmEvidence flip(AzureSnpVtpmEvidence evidence, EvidenceCase one, int index) {
      int inHcl = HclBytes.SNP_SIGNED_LENGTH + HclBytes.runtimeLength(evidence.hclReport());
      Quote quote = evidence.quote().orElseThrow();
      Bytes hcl =
          index < inHcl
              ? SampleCases.flipped(
                  evidence.hclReport(), HclBytes.offset(index, HclBytes.SNP_SIGNED_LENGTH))
              : evidence.hclReport();
      Bytes message =
          index < inHcl ? quote.message() : SampleCases.flipped(quote.message(), index - inHcl);
      return new AzureSnpVtpmEvidence(
          hcl,
          evidence.endorsementKey(),
          Optional.of(new Quote(message, quote.signature(), quote.pcrs())),
          evidence.nonceInUserData());
    }
  }

  private static final class HclContent implements SampleCases.Cut<AzureSnpVtpmEvidence> {
    @Override
    public int length(AzureSnpVtpmEvidence evidence, EvidenceCase one) {
      return HclBytes.contentLength(evidence.hclReport());
    }

    @Override
    public AzureSnpVtpmEvidence to(AzureSnpVtpmEvidence evidence, EvidenceCase one, int length) {
      return new AzureSnpVtpmEvidence(
          evidence.hclReport().slice(0, length),
          evidence.endorsementKey(),
          evidence.quote(),
          evidence.nonceInUserData());
    }
  }

  private static Bytes message(AzureSnpVtpmEvidence evidence) {
    return evidence.quote().orElseThrow().message();
  }
}
