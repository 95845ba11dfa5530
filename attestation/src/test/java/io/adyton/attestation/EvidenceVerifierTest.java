// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation;

import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.EvidenceKind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EvidenceVerifierTest {
  private final EvidenceVerifier verifier = new EvidenceVerifier();

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCaseOfEveryKind() {
    return Arrays.stream(EvidenceKind.values())
        .flatMap(kind -> SampleCases.agree(kind, files -> files, verifier));
  }
}
