// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.adyton.attestation.collect.EvidenceSource.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceSourceTest {
  @TempDir Path root;

  @Test
  void findsWhatIsThereAndSaysHowToGetTheRest() throws Exception {
    Path tpm = lay("dev/tpmrm0");

    assertThat(EvidenceSource.survey(root))
        .hasSize(EvidenceSource.values().length)
        .contains(new Finding.Usable(EvidenceSource.TPM, tpm))
        .contains(
            new Finding.Absent(
                EvidenceSource.SEV_GUEST,
                root.resolve("dev/sev-guest"),
                "start as an SEV-SNP guest"));
  }

  @Test
  void tellsForbiddenFromAbsent() throws Exception {
    Path tpm = lay("dev/tpmrm0");
    Files.setPosixFilePermissions(tpm, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(tpm))
        .as("skipped: this user may read any file; run the tests as another")
        .isFalse();

    assertThat(EvidenceSource.survey(root))
        .contains(
            new Finding.Forbidden(
                EvidenceSource.TPM, tpm, "add the user that runs Adyton to the group tss"));
  }

  @Test
  void choosesTheProcessorThatTheMachineOffers() throws Exception {
    lay("dev/nsm");
    lay("dev/tpmrm0");

    assertThat(EvidenceSource.chooseReports("auto", root)).isInstanceOf(NsmDevice.class);
    assertThat(EvidenceSource.chooseReports("nitro", root)).isInstanceOf(NsmDevice.class);
    lay("dev/sev-guest");
    assertThat(EvidenceSource.chooseReports("auto", root)).isInstanceOf(SevGuestDevice.class);
  }

  @Test
  void saysWhatIsInTheWayOfTheProcessorThatIsWanted() throws Exception {
    lay("dev/tpmrm0");
    lay("dev/tdx_guest");

    assertThatIOException()
        .isThrownBy(() -> EvidenceSource.chooseReports("auto", root))
        .withMessageContaining("start as an SEV-SNP or TDX guest")
        .withMessageContaining("start inside a Nitro Enclave");
    assertThatIOException()
        .isThrownBy(() -> EvidenceSource.chooseReports("sev-guest", root))
        .withMessageContaining("start as an SEV-SNP guest")
        .withMessageNotContaining("Nitro");
  }

  private Path lay(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(root.resolve("dev"));
    return Files.createFile(file);
  }
}
