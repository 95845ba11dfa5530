// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.SevSnpEvidence;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SevSnpSamplesTest {
  private static final int SIGNED_LENGTH = 0x2a0;
  private static final int HEADER_OF_TBS = 4;

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCase() {
    return SampleCases.agree(EvidenceKind.SEV_SNP, SevSnpFiles::read, new SevSnpVerifier());
  }

  @TestFactory
  Stream<DynamicTest> refusesFlipOfSignedByte() {
    return SampleCases.refuseFlips(
        EvidenceKind.SEV_SNP,
        SevSnpFiles::read,
        new SevSnpVerifier(),
        new SampleCases.Region<>() {
          @Override
          public int length(SevSnpEvidence evidence, EvidenceCase one) {
            return evidence.report().isPresent()
                ? SIGNED_LENGTH
                : tbsLength(evidence.endorsementKey().orElseThrow());
          }

          @Override
          public SevSnpEvidence flip(SevSnpEvidence evidence, EvidenceCase one, int index) {
            return evidence.report().isPresent()
                ? withReport(evidence, SampleCases.flipped(evidence.report().get(), index))
                : withKey(
                    evidence,
                    SampleCases.flipped(
                        evidence.endorsementKey().orElseThrow(), HEADER_OF_TBS + index));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryTruncation() {
    return SampleCases.refuseCuts(
        EvidenceKind.SEV_SNP,
        SevSnpFiles::read,
        new SevSnpVerifier(),
        new SampleCases.Cut<>() {
          @Override
          public int length(SevSnpEvidence evidence, EvidenceCase one) {
            return primary(evidence).length();
          }

          @Override
          public SevSnpEvidence to(SevSnpEvidence evidence, EvidenceCase one, int length) {
            Bytes cut = primary(evidence).slice(0, length);
            return evidence.report().isPresent()
                ? withReport(evidence, cut)
                : withKey(evidence, cut);
          }
        });
  }

  private static Bytes primary(SevSnpEvidence evidence) {
    return evidence.report().or(evidence::endorsementKey).orElseThrow();
  }

  private static int tbsLength(Bytes certificate) {
    int header = HEADER_OF_TBS;
    return header + (certificate.at(header + 2) << 8 | certificate.at(header + 3));
  }

  private static SevSnpEvidence withReport(SevSnpEvidence evidence, Bytes report) {
    return new SevSnpEvidence(Optional.of(report), evidence.endorsementKey(), evidence.chain());
  }

  private static SevSnpEvidence withKey(SevSnpEvidence evidence, Bytes key) {
    return new SevSnpEvidence(evidence.report(), Optional.of(key), evidence.chain());
  }
}
