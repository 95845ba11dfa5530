// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.gpu;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.GpuEvidenceSource;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.cuda.ConfidentialCompute;
import io.adyton.cuda.ConfidentialCompute.Environment;
import io.adyton.cuda.CudaDevice;
import io.adyton.cuda.CudaDevices;
import io.adyton.cuda.CudaException;
import io.adyton.cuda.GpuEvidence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** NVIDIA's GPUs through their driver, which is opened for each question. Thread-safe. */
public final class NvmlGpuEvidence implements GpuEvidenceSource {
  private static final int HOPPER = 9;

  /** Asks the driver of this machine; one that is absent has no GPUs. */
  public NvmlGpuEvidence() {}

  @Override
  public List<Device> devices() throws IOException {
    try (CudaDevices cuda = CudaDevices.open()) {
      return speaking(cuda.confidentialCompute(), cuda.list());
    } catch (CudaException e) {
      throw new IOException("expected the driver to list the GPUs: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized NvidiaEvidence.Report report(Device device, Bytes nonce) throws IOException {
    try (CudaDevices cuda = CudaDevices.open()) {
      for (CudaDevice candidate : cuda.list()) {
        if (candidate.uuid().equals(device.uuid())) {
          return report(cuda.evidence(candidate.index(), nonce.toArray()));
        }
      }
    } catch (CudaException e) {
      throw new IOException("expected a report of the GPU: " + e.getMessage(), e);
    }
    throw new IOException("expected the GPU %s, found it gone".formatted(device.uuid()));
  }

  /** Returns the GPUs whose reports say something: in confidential mode, not open to debugging. */
  static List<Device> speaking(Optional<ConfidentialCompute> state, List<CudaDevice> devices) {
    boolean confidential =
        state
            .map(
                found ->
                    found.enabled()
                        && !found.developerTools()
                        && found.environment() == Environment.PRODUCTION)
            .orElse(false);
    return confidential
        ? devices.stream()
            .map(
                device ->
                    new Device(
                        device.uuid(), device.computeMajor() == HOPPER ? "hopper" : "blackwell"))
            .toList()
        : List.of();
  }

  static NvidiaEvidence.Report report(GpuEvidence evidence) {
    return new NvidiaEvidence.Report(
        Bytes.of(evidence.report()), Bytes.of(evidence.attestationCertificateChain()));
  }
}
