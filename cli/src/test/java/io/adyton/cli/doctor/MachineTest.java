// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir Path root;

  private List<Finding> examine() {
    return new Machine(root, root.resolve("not/yet/there")).examine();
  }

  private Finding finding(String subject) {
    return examine().stream().filter(one -> one.subject().equals(subject)).findAny().orElseThrow();
  }

  private void write(String file, String text) throws Exception {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void warnsOfLittleMemoryAndOfSwap() throws Exception {
    write("proc/meminfo", "MemTotal:  4194304 kB\nMemAvailable:   524288 kB\n");
    write("proc/swaps", "Filename Type Size\n/swapfile file 100\n");

    assertThat(finding("memory").state()).isEqualTo(Finding.State.WARN);
    assertThat(finding("memory").text()).isEqualTo("512 MiB of 4096 MiB free");
    assertThat(finding("swap").state()).isEqualTo(Finding.State.WARN);
  }

  @Test
  void isContentWithEnoughMemoryAndNoSwap() throws Exception {
    write("proc/meminfo", "MemTotal:  41943040 kB\nMemAvailable:   20971520 kB\n");
    write("proc/swaps", "Filename Type Size\n");

    assertThat(finding("memory").text()).isEqualTo("20 GiB of 40 GiB free");
    assertThat(finding("swap").state()).isEqualTo(Finding.State.OK);
    assertThat(finding("disk").state()).isNotEqualTo(Finding.State.MISSING);
  }

  @Test
  void givesRemedyForWhateverIsNotOk() {
    assertThat(examine())
        .allSatisfy(
            finding ->
                assertThat(finding.remedy().isEmpty())
                    .isEqualTo(finding.state() == Finding.State.OK));
  }
}
