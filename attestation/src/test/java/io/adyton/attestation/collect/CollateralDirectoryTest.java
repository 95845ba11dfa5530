// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Collateral;
import io.adyton.attestation.document.Collateral.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollateralDirectoryTest {
  @TempDir Path directory;

  @Test
  void readsEveryPartAnew() throws Exception {
    CollateralDirectory collateral = new CollateralDirectory(directory);
    assertThat(collateral.read()).isEqualTo(Collateral.NONE);
    for (Part part : Part.values()) {
      Files.writeString(directory.resolve(part.label()), part.name());
    }
    Files.writeString(directory.resolve("README"), "not a part");

    assertThat(collateral.read().parts()).hasSize(Part.values().length);
    assertThat(collateral.read().find(Part.INTEL_TCB_INFO))
        .contains(Bytes.of("INTEL_TCB_INFO".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesFolderThatIsNotThereAndFileThatIsTooLarge() throws Exception {
    assertThatIOException()
        .isThrownBy(() -> new CollateralDirectory(directory.resolve("absent")).read())
        .withMessageContaining("expected a folder");

    Files.write(directory.resolve("snp.crl"), new byte[(512 << 10) + 1]);
    assertThatIOException()
        .isThrownBy(() -> new CollateralDirectory(directory).read())
        .withMessageContaining("expected at most");
  }

  @Test
  void showsIntelWhatIsIntels() {
    Bytes value = Bytes.ofHex("01");
    Collateral collateral = new Collateral(Map.of(Part.INTEL_ROOT_CRL, value));

    assertThat(collateral.intel().rootCrl()).contains(value);
    assertThat(collateral.intel().tcbInfo()).isEmpty();
  }
}
