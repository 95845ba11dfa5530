// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.NitroEvidence;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class NitroSamplesTest {
  private final NitroVerifier verifier = new NitroVerifier();

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCase() {
    return SampleCases.agree(EvidenceKind.AWS_NITRO, NitroFiles::read, verifier);
  }

  /** Every byte of these documents is signed, is a length or a type, or is the signature. */
  @TestFactory
  Stream<DynamicTest> refusesFlipOfAnyByte() {
    return SampleCases.refuseFlips(
        EvidenceKind.AWS_NITRO,
        NitroFiles::read,
        verifier,
        new SampleCases.Region<>() {
          @Override
          public int length(NitroEvidence evidence, EvidenceCase one) {
            return evidence.document().length();
          }

          @Override
          public NitroEvidence flip(NitroEvidence evidence, EvidenceCase one, int index) {
            Bytes flipped = SampleCases.flipped(evidence.document(), index);
            return new NitroEvidence(flipped);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryTruncation() {
    return SampleCases.refuseCuts(
        EvidenceKind.AWS_NITRO,
        NitroFiles::read,
        verifier,
        new SampleCases.Cut<>() {
          @Override
          public int length(NitroEvidence evidence, EvidenceCase one) {
            return evidence.document().length();
          }

          @Override
          public NitroEvidence to(NitroEvidence evidence, EvidenceCase one, int length) {
            return new NitroEvidence(evidence.document().slice(0, length));
          }
        });
  }
}
