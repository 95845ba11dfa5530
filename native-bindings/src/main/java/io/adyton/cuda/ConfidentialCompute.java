// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

/**
 * The confidential-compute state of the machine's GPUs, by {@code nvmlSystemConfComputeSettings_t}
 * of {@code nvml.h}. It is what the driver on this machine says: a claim, which only the GPU's
 * signed report proves.
 *
 * @param environment whether the state is that of real hardware
 * @param enabled whether confidential computing is on
 * @param developerTools whether debugging is possible, which voids all protection
 * @param multiGpu how several GPUs are protected together
 * @param acceptsWork whether the GPUs take work, which they do once someone has verified them and
 *     told the driver so
 */
public record ConfidentialCompute(
    Environment environment,
    boolean enabled,
    boolean developerTools,
    MultiGpu multiGpu,
    boolean acceptsWork) {
  /** {@code NVML_CC_SYSTEM_ENVIRONMENT_*}. */
  public enum Environment {
    /** Not known. */
    UNAVAILABLE,
    /** Simulated. */
    SIMULATED,
    /** Real hardware. */
    PRODUCTION
  }

  /** {@code NVML_CC_SYSTEM_MULTIGPU_*}. */
  public enum MultiGpu {
    /** Each GPU for itself. */
    NONE,
    /** Over protected PCIe. */
    PROTECTED_PCIE,
    /** Over encrypted NVLink. */
    ENCRYPTED_NVLINK
  }
}
