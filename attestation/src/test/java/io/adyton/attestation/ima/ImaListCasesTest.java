// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.ima;

import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.ImaMeasurementList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ImaListCasesTest {
  @TestFactory
  Stream<DynamicTest> agreesWithEverySample() {
    return SampleCases.agree(
        EvidenceKind.IMA_LOG,
        files -> new ImaMeasurementList(files.file("log")),
        new ImaListVerifier());
  }
}
