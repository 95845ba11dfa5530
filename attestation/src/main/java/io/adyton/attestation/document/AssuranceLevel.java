// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import java.util.List;

/** What stands behind evidence, as a number that clients can demand. */
public final class AssuranceLevel {
  /** Nothing but the word of the process. */
  public static final int SIMULATED = 0;

  /** A TPM measured the start. */
  public static final int MEASURED = 1;

  /** The processor keeps the machine's operator out of memory. */
  public static final int PROCESSOR = 2;

  /** So do processor and GPUs, bound together. */
  public static final int PROCESSOR_AND_GPUS = 3;

  private AssuranceLevel() {}

  /** Returns the level that parts of these kinds support when each of them is believed. */
  public static int supportedBy(List<Submodule> submodules) {
    if (submodules.stream().anyMatch(Submodule.Processor.class::isInstance)) {
      return submodules.stream().anyMatch(Submodule.Gpu.class::isInstance)
          ? PROCESSOR_AND_GPUS
          : PROCESSOR;
    }
    return submodules.stream().anyMatch(Submodule.Tpm.class::isInstance) ? MEASURED : SIMULATED;
  }
}
