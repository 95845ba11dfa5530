// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bindings against stand-ins for the driver's libraries, compiled here. */
class CudaDevicesTest {
  private static final String ABSENT = "libadyton-no-such-library.so";

  @TempDir private Path directory;

  @Test
  void findNothingWhereNoLibraryIs() {
    try (CudaDevices devices = CudaDevices.open(ABSENT, ABSENT)) {
      assertThat(devices.list()).isEmpty();
      assertThat(devices.driverVersion()).isEmpty();
      assertThat(devices.cudaVersion()).isEmpty();
      assertThat(devices.confidentialCompute()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> devices.evidence(0, new byte[32]))
          .withMessageContaining("libnvidia-ml.so.1");
    }
  }

  @Test
  void findNothingWhereNoDriverStarts() {
    try (CudaDevices devices =
        CudaDevices.open(compile("stub_nvml", "-DINIT=9"), compile("stub_cuda", "-DINIT=100"))) {
      assertThat(devices.list()).isEmpty();
      assertThat(devices.cudaVersion()).isEmpty();
    }
  }

  @Test
  void listWhatNvmlKnows() {
    try (CudaDevices devices = CudaDevices.open(compile("stub_nvml"), compile("stub_cuda"))) {
      assertThat(devices.list())
          .containsExactly(
              new CudaDevice(0, "Stub GPU 0", "GPU-00000000", 1L << 37, 1L << 36, 9, 0),
              new CudaDevice(1, "Stub GPU 1", "GPU-00000001", (1L << 37) + 1, 1L << 36, 9, 1));
      assertThat(devices.driverVersion()).contains("580.95.05");
      assertThat(devices.cudaVersion()).contains("13.1");
    }
  }

  @Test
  void listWhatTheCudaDriverKnowsWhereNvmlIsAbsent() {
    try (CudaDevices devices = CudaDevices.open(ABSENT, compile("stub_cuda"))) {
      assertThat(devices.list())
          .containsExactly(
              new CudaDevice(
                  0,
                  "Stub GPU 40",
                  "GPU-00010203-0405-0607-0809-0a0b0c0d0e0f",
                  40L << 30,
                  -1,
                  9,
                  1));
    }
  }

  @Test
  void tellTheStateOfConfidentialComputing() {
    try (CudaDevices devices = CudaDevices.open(compile("stub_nvml"), ABSENT)) {
      assertThat(devices.confidentialCompute())
          .contains(
              new ConfidentialCompute(
                  ConfidentialCompute.Environment.PRODUCTION,
                  true,
                  false,
                  ConfidentialCompute.MultiGpu.PROTECTED_PCIE,
                  true));
    }
  }

  @Test
  void tellTheStateFromOlderDriversToo() {
    try (CudaDevices devices = CudaDevices.open(compile("stub_nvml", "-DNO_SETTINGS"), ABSENT)) {
      assertThat(devices.confidentialCompute())
          .contains(
              new ConfidentialCompute(
                  ConfidentialCompute.Environment.SIMULATED,
                  true,
                  true,
                  ConfidentialCompute.MultiGpu.NONE,
                  false));
      assertThatThrownBy(() -> devices.evidence(0, new byte[32]))
          .isInstanceOf(CudaException.class)
          .hasMessage("nvmlDeviceGetConfComputeGpuAttestationReport returned error 13");
    }
  }

  @Test
  void tellNoStateWhereTheDriverSupportsNone() {
    try (CudaDevices devices = CudaDevices.open(compile("stub_nvml", "-DRESULT=3"), ABSENT)) {
      assertThat(devices.confidentialCompute()).isEmpty();
    }
  }

  @Test
  void failWithTheCodeOfAFailingCall() {
    try (CudaDevices devices = CudaDevices.open(compile("stub_nvml", "-DRESULT=15"), ABSENT)) {
      assertThatThrownBy(devices::confidentialCompute)
          .isInstanceOfSatisfying(
              CudaException.class, failure -> assertThat(failure.code()).isEqualTo(15));
    }
  }

  @Test
  void returnTheReportOverTheNonceAndItsCertificates() {
    byte[] nonce = "a nonce of exactly 32 bytes here".getBytes(StandardCharsets.US_ASCII);
    try (CudaDevices devices = CudaDevices.open(compile("stub_nvml"), ABSENT)) {
      GpuEvidence first = devices.evidence(0, nonce);
      GpuEvidence second = devices.evidence(1, nonce);

      assertThat(first.nonce()).isEqualTo(nonce);
      assertThat(first.report()).hasSize(100).startsWith(0xA0).endsWith(nonce);
      assertThat(first.cecReport()).isEmpty();
      assertThat(first.certificateChain()).hasSize(0x1000).containsOnly(0xC0);
      assertThat(first.attestationCertificateChain()).hasSize(3).containsOnly(0xA7);
      assertThat(second.report()).startsWith(0xA1);
      assertThat(second.cecReport()).hasSize(7).containsOnly(0xCE);
      assertThatThrownBy(() -> devices.evidence(2, nonce)).isInstanceOf(CudaException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> devices.evidence(0, new byte[31]));
    }
  }

  @Test
  void refuseReportsLongerThanTheirField() {
    try (CudaDevices devices =
        CudaDevices.open(compile("stub_nvml", "-DREPORT_BYTES=8193"), ABSENT)) {
      assertThatThrownBy(() -> devices.evidence(0, new byte[32]))
          .isInstanceOf(CudaException.class)
          .hasMessageContaining("attestationReport has 8193 of at most 8192 bytes");
    }
  }

  /** Compiles a stand-in and returns its path, or skips the test where there is no compiler. */
  private String compile(String name, String... flags) {
    Path library = directory.resolve(name + String.join("", flags) + ".so");
    List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-Wall"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-o", library.toString(), "src/test/c/" + name + ".c"));
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      assertThat(process.waitFor()).as("exit code of gcc").isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      return abort("skipped: gcc was not found");
    }
    return library.toString();
  }
}
