// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.GpuEvidenceSource.Device;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.cuda.ConfidentialCompute;
import io.adyton.cuda.ConfidentialCompute.Environment;
import io.adyton.cuda.ConfidentialCompute.MultiGpu;
import io.adyton.cuda.CudaDevice;
import io.adyton.cuda.GpuEvidence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of the driver's answers; the driver itself is faked where it is bound. */
class NvmlGpuEvidenceTest {
  private static final List<CudaDevice> DEVICES =
      List.of(
          new CudaDevice(0, "H100", "GPU-a", 1, 1, 9, 0),
          new CudaDevice(1, "B200", "GPU-b", 1, 1, 10, 0));

  @Test
  void namesGpusInConfidentialModeWithTheirArchitecture() {
    assertThat(NvmlGpuEvidence.speaking(state(Environment.PRODUCTION, true, false), DEVICES))
        .containsExactly(new Device("GPU-a", "hopper"), new Device("GPU-b", "blackwell"));
  }

  @Test
  void leavesGpusOutWhoseReportsWouldProveNothing() {
    assertThat(NvmlGpuEvidence.speaking(Optional.empty(), DEVICES)).isEmpty();
    assertThat(NvmlGpuEvidence.speaking(state(Environment.PRODUCTION, false, false), DEVICES))
        .isEmpty();
    assertThat(NvmlGpuEvidence.speaking(state(Environment.PRODUCTION, true, true), DEVICES))
        .isEmpty();
    assertThat(NvmlGpuEvidence.speaking(state(Environment.SIMULATED, true, false), DEVICES))
        .isEmpty();
  }

  @Test
  void takesReportAndTheChainOfTheKeyThatSignedIt() {
    GpuEvidence evidence =
        new GpuEvidence(
            new byte[32], new byte[] {1}, new byte[] {2}, new byte[] {3}, new byte[] {4});

    assertThat(NvmlGpuEvidence.report(evidence))
        .isEqualTo(new NvidiaEvidence.Report(Bytes.ofHex("01"), Bytes.ofHex("04")));
  }

  private static Optional<ConfidentialCompute> state(
      Environment environment, boolean enabled, boolean developerTools) {
    return Optional.of(
        new ConfidentialCompute(environment, enabled, developerTools, MultiGpu.NONE, true));
  }
}
