// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The NVIDIA GPUs of this machine: which there are, whether confidential computing protects them,
 * and their signed evidence.
 *
 * <p>NVML is asked first, the CUDA driver where NVML is absent. Where both are, there are simply no
 * devices. Thread-safe until closed.
 */
public final class CudaDevices implements AutoCloseable {
  private final @Nullable Nvml nvml;
  private final @Nullable CudaDriver driver;

  private CudaDevices(@Nullable Nvml nvml, @Nullable CudaDriver driver) {
    this.nvml = nvml;
    this.driver = driver;
  }

  /** Opens what libraries the machine has, under their usual names. */
  public static CudaDevices open() {
    return open(Nvml.LIBRARY, CudaDriver.LIBRARY);
  }

  static CudaDevices open(String nvml, String driver) {
    return new CudaDevices(Nvml.open(nvml).orElse(null), CudaDriver.open(driver).orElse(null));
  }

  /**
   * Returns the devices, none where there is no driver.
   *
   * @throws CudaException when a library that is there fails
   */
  public List<CudaDevice> list() {
    if (nvml != null) {
      return nvml.devices();
    }
    return driver == null ? List.of() : driver.devices();
  }

  /** Returns the driver's release, empty where NVML is absent. */
  public Optional<String> driverVersion() {
    return Optional.ofNullable(nvml).map(Nvml::driverVersion);
  }

  /** Returns the CUDA release the driver supports, empty where the CUDA driver is absent. */
  public Optional<String> cudaVersion() {
    return Optional.ofNullable(driver).map(CudaDriver::version);
  }

  /**
   * Returns the state of confidential computing, empty where NVML or the driver knows none.
   *
   * @throws CudaException when NVML fails
   */
  public Optional<ConfidentialCompute> confidentialCompute() {
    return Optional.ofNullable(nvml).flatMap(Nvml::confidentialCompute);
  }

  /**
   * Asks a GPU for its signed report.
   *
   * @param index the device's index
   * @param nonce 32 bytes that the report will carry, so that it cannot be an old one
   * @throws CudaException when the GPU gives none, as those without confidential computing do
   * @throws IllegalStateException when there is no NVML
   */
  public GpuEvidence evidence(int index, byte[] nonce) {
    if (nonce.length != GpuEvidence.NONCE_BYTES) {
      throw new IllegalArgumentException(
          "a nonce must have " + GpuEvidence.NONCE_BYTES + " bytes, but has " + nonce.length);
    }
    if (nvml == null) {
      throw new IllegalStateException("GPU evidence needs " + Nvml.LIBRARY + ", which is absent");
    }
    return nvml.evidence(index, nonce);
  }

  /** Lets go of the driver. */
  @Override
  public void close() {
    if (nvml != null) {
      nvml.close();
    }
  }
}
