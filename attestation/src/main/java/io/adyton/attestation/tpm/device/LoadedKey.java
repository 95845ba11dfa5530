// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.tpm.TpmtPublic;
import java.io.IOException;

/**
 * A key that takes one of the few slots of a TPM until it is closed.
 *
 * @param tpm where it is loaded
 * @param handle by which the TPM knows it
 * @param publicArea its public part
 */
public record LoadedKey(Tpm tpm, TpmHandle handle, TpmtPublic publicArea) implements AutoCloseable {
  /** Gives the slot back. */
  @Override
  public void close() throws IOException {
    tpm.flush(handle);
  }
}
