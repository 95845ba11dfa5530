// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.cuda.ConfidentialCompute;
import io.adyton.cuda.ConfidentialCompute.Environment;
import io.adyton.cuda.CudaDevice;
import io.adyton.cuda.CudaDevices;
import io.adyton.cuda.CudaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** NVIDIA GPUs and their confidential computing, as the driver describes them. */
record Gpus(Supplier<Facts> source) implements Examination {
  /**
   * What the driver says.
   *
   * @param driver its release, empty where NVML is absent
   * @param cuda the CUDA release it supports, empty where the CUDA driver is absent
   * @param confidential empty where it knows no confidential computing
   */
  record Facts(
      Optional<String> driver,
      Optional<String> cuda,
      List<CudaDevice> devices,
      Optional<ConfidentialCompute> confidential) {
    static Facts ofThisMachine() {
      try (CudaDevices cuda = CudaDevices.open()) {
        return new Facts(
            cuda.driverVersion(), cuda.cudaVersion(), cuda.list(), cuda.confidentialCompute());
      }
    }
  }

  static Gpus ofThisMachine() {
    return new Gpus(Facts::ofThisMachine);
  }

  @Override
  public List<Finding> examine() {
    try {
      return findings(source.get());
    } catch (CudaException | IllegalStateException e) {
      return List.of(
          Finding.warn(
              "gpu driver",
              "does not work: " + e.getMessage(),
              "install the NVIDIA driver again, or restart the machine"));
    }
  }

  private static List<Finding> findings(Facts facts) {
    if (facts.driver().isEmpty() && facts.cuda().isEmpty()) {
      return List.of(Finding.ok("gpu driver", "no NVIDIA driver: this machine has no GPU to use"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "gpu driver",
            "NVIDIA %s, CUDA %s"
                .formatted(facts.driver().orElse("unknown"), facts.cuda().orElse("unknown"))));
    facts.devices().forEach(device -> findings.add(device(device)));
    findings.add(
        facts
            .confidential()
            .map(Gpus::confidential)
            .orElseGet(() -> Finding.ok("gpu protection", "none: the driver knows of none")));
    return findings;
  }

  private static Finding device(CudaDevice device) {
    String memory =
        device.freeBytes() < 0
            ? Bytes.spell(device.totalBytes())
            : Bytes.spell(device.freeBytes()) + " of " + Bytes.spell(device.totalBytes()) + " free";
    return Finding.ok(
        "gpu " + device.index(),
        "%s, %s, compute capability %d.%d%s"
            .formatted(
                device.name(),
                memory,
                device.computeMajor(),
                device.computeMinor(),
                device.uuid().isEmpty() ? "" : ", " + device.uuid()));
  }

  /** What the driver says of itself is no proof, and the text does not sound like one. */
  private static Finding confidential(ConfidentialCompute state) {
    String subject = "gpu protection";
    if (!state.enabled()) {
      return Finding.ok(subject, "off: whoever runs the machine can read what GPUs compute");
    }
    if (state.developerTools()) {
      return Finding.warn(
          subject,
          "void: confidential computing is on, but open to debugging",
          "turn its developer mode off");
    }
    if (state.environment() != Environment.PRODUCTION) {
      return Finding.warn(
          subject,
          "simulated: confidential computing is on without hardware behind it",
          "run on hardware that has it");
    }
    if (!state.acceptsWork()) {
      return Finding.warn(
          subject,
          "on by the driver's word, but the GPUs take no work yet",
          "verify them and tell the driver that they are ready");
    }
    String several =
        switch (state.multiGpu()) {
          case NONE -> "each GPU for itself";
          case PROTECTED_PCIE -> "GPUs together over protected PCIe";
          case ENCRYPTED_NVLINK -> "GPUs together over encrypted NVLink";
        };
    return Finding.ok(subject, "on by the driver's word, " + several + "; nothing here checks it");
  }
}
