// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.FirmwareEventLog;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FirmwareEventLogCasesTest {
  @TestFactory
  Stream<DynamicTest> agreesWithEverySample() {
    return SampleCases.agree(
        EvidenceKind.TCG_EVENT_LOG,
        files -> new FirmwareEventLog(files.file("log")),
        new FirmwareEventLogVerifier());
  }
}
