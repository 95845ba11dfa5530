// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.collect.EvidenceSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareEvidenceTest {
  @TempDir Path root;

  @Test
  void namesWhatTheMachineOffersAndHowToGetTheRest() throws Exception {
    Files.createDirectories(root.resolve("dev"));
    Path device = Files.createFile(root.resolve("dev/sev-guest"));

    assertThat(new HardwareEvidence(root).examine())
        .hasSize(EvidenceSource.values().length)
        .contains(
            Finding.ok("sev-guest", "SEV-SNP guest device at " + device),
            Finding.missing(
                "nitro",
                "no AWS Nitro security module",
                "to have one, start inside a Nitro Enclave"))
        .allSatisfy(
            finding ->
                assertThat(finding.remedy().isEmpty())
                    .isEqualTo(finding.state() == Finding.State.OK));
  }
}
