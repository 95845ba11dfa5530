// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.ConfidentialEventLog;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.SgxEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class IntelSamplesTest {
  @TestFactory
  Stream<DynamicTest> agreesWithEveryTdxCase() {
    return SampleCases.agree(EvidenceKind.TDX, IntelFiles::tdx, new TdxVerifier());
  }

  @TestFactory
  Stream<DynamicTest> agreesWithEverySgxCase() {
    return SampleCases.agree(EvidenceKind.SGX, IntelFiles::sgx, new SgxVerifier());
  }

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCcelCase() {
    return SampleCases.agree(EvidenceKind.CCEL, IntelFiles::ccel, new CcelVerifier());
  }

  @TestFactory
  Stream<DynamicTest> refusesFlipOfSignedByteBesideLog() {
    return SampleCases.refuseFlips(
        EvidenceKind.CCEL,
        IntelFiles::ccel,
        new CcelVerifier(),
        new SampleCases.Region<>() {
          @Override
          public int length(ConfidentialEventLog evidence, EvidenceCase one)
              throws MalformedEvidenceException {
            return Quote.parseTdx(evidence.quote().orElseThrow().quote()).signed().length();
          }

          @Override
          public ConfidentialEventLog flip(
              ConfidentialEventLog evidence, EvidenceCase one, int index) {
            TdxEvidence quote = evidence.quote().orElseThrow();
            return new ConfidentialEventLog(
                evidence.log(),
                evidence.acpiTable(),
                Optional.of(
                    new TdxEvidence(
                        SampleCases.flipped(quote.quote(), index), quote.collateral())));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesFlipOfSignedTdxByte() {
    return SampleCases.refuseFlips(
        EvidenceKind.TDX,
        IntelFiles::tdx,
        new TdxVerifier(),
        new SampleCases.Region<>() {
          @Override
          public int length(TdxEvidence evidence, EvidenceCase one)
              throws MalformedEvidenceException {
            return Quote.parseTdx(evidence.quote()).signed().length();
          }

          @Override
          public TdxEvidence flip(TdxEvidence evidence, EvidenceCase one, int index) {
            return new TdxEvidence(
                SampleCases.flipped(evidence.quote(), index), evidence.collateral());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesFlipOfSignedSgxByte() {
    return SampleCases.refuseFlips(
        EvidenceKind.SGX,
        IntelFiles::sgx,
        new SgxVerifier(),
        new SampleCases.Region<>() {
          @Override
          public int length(SgxEvidence evidence, EvidenceCase one)
              throws MalformedEvidenceException {
            return Quote.parseSgx(evidence.quote()).signed().length();
          }

          @Override
          public SgxEvidence flip(SgxEvidence evidence, EvidenceCase one, int index) {
            return new SgxEvidence(
                SampleCases.flipped(evidence.quote(), index), evidence.collateral());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryTdxTruncation() {
    return SampleCases.refuseCuts(
        EvidenceKind.TDX,
        IntelFiles::tdx,
        new TdxVerifier(),
        new SampleCases.Cut<>() {
          @Override
          public int length(TdxEvidence evidence, EvidenceCase one)
              throws MalformedEvidenceException {
            return quoteLength(evidence.quote(), Quote.parseTdx(evidence.quote()));
          }

          @Override
          public TdxEvidence to(TdxEvidence evidence, EvidenceCase one, int length) {
            return new TdxEvidence(evidence.quote().slice(0, length), evidence.collateral());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesEverySgxTruncation() {
    return SampleCases.refuseCuts(
        EvidenceKind.SGX,
        IntelFiles::sgx,
        new SgxVerifier(),
        new SampleCases.Cut<>() {
          @Override
          public int length(SgxEvidence evidence, EvidenceCase one)
              throws MalformedEvidenceException {
            return quoteLength(evidence.quote(), Quote.parseSgx(evidence.quote()));
          }

          @Override
          public SgxEvidence to(SgxEvidence evidence, EvidenceCase one, int length) {
            return new SgxEvidence(evidence.quote().slice(0, length), evidence.collateral());
          }
        });
  }

  private static int quoteLength(Bytes file, Quote quote) {
    return file.length() - quote.trailing().length();
  }
}
