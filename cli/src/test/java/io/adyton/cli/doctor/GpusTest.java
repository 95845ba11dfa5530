// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.cli.doctor.Finding.State;
import io.adyton.cuda.ConfidentialCompute;
import io.adyton.cuda.ConfidentialCompute.Environment;
import io.adyton.cuda.ConfidentialCompute.MultiGpu;
import io.adyton.cuda.CudaDevice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpusTest {
  private static final CudaDevice DEVICE =
      new CudaDevice(0, "Stub GPU", "GPU-0001", 128 * Bytes.GIB, 64 * Bytes.GIB, 9, 0);

  private static List<Finding> examine(Optional<ConfidentialCompute> confidential) {
    return new Gpus(
            () ->
                new Gpus.Facts(
                    Optional.of("580.95.05"), Optional.of("13.1"), List.of(DEVICE), confidential))
        .examine();
  }

  @Test
  void namesDriverAndDevices() {
    assertThat(examine(Optional.empty()))
        .containsExactly(
            Finding.ok("gpu driver", "NVIDIA 580.95.05, CUDA 13.1"),
            Finding.ok(
                "gpu 0", "Stub GPU, 64 GiB of 128 GiB free, compute capability 9.0, GPU-0001"),
            Finding.ok("gpu protection", "none: the driver knows of none"));
  }

  @ParameterizedTest
  @CsvSource({
    "PRODUCTION, false, false, false, OK, off:",
    "PRODUCTION, true, false, true, OK, nothing here checks it",
    "PRODUCTION, true, true, true, WARN, open to debugging",
    "PRODUCTION, true, false, false, WARN, take no work yet",
    "SIMULATED, true, false, true, WARN, without hardware behind it"
  })
  void saysWhatTheDriverClaimsOfItsProtection(
      Environment environment,
      boolean enabled,
      boolean developerTools,
      boolean acceptsWork,
      State state,
      String words) {
    Finding protection =
        examine(
                Optional.of(
                    new ConfidentialCompute(
                        environment, enabled, developerTools, MultiGpu.NONE, acceptsWork)))
            .getLast();

    assertThat(protection.subject()).isEqualTo("gpu protection");
    assertThat(protection.state()).isEqualTo(state);
    assertThat(protection.text()).contains(words);
    assertThat(protection.remedy().isEmpty()).isEqualTo(state == State.OK);
  }

  @Test
  void isContentWithoutDriver() {
    Gpus.Facts nothing =
        new Gpus.Facts(Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    assertThat(new Gpus(() -> nothing).examine())
        .containsExactly(
            Finding.ok("gpu driver", "no NVIDIA driver: this machine has no GPU to use"));
  }

  @Test
  void warnsOfADriverThatFails() {
    Gpus broken =
        new Gpus(
            () -> {
              throw new IllegalStateException("cannot call nvmlInit_v2");
            });

    assertThat(broken.examine())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.state()).isEqualTo(State.WARN);
              assertThat(finding.text()).isEqualTo("does not work: cannot call nvmlInit_v2");
            });
  }

  @Test
  void examinesThisMachineWithoutFailing() {
    assertThat(Gpus.ofThisMachine().examine())
        .first()
        .satisfies(finding -> assertThat(finding.subject()).isEqualTo("gpu driver"));
  }
}
