// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;

/**
 * A key that takes one of the few slots of a TPM until it is closed.
 *
 * @param tpm where it is loaded
 * @param handle by which the TPM knows it
 * @param publicArea TPMT_PUBLIC
 */
public record LoadedKey(Tpm tpm, TpmHandle handle, Bytes publicArea) implements AutoCloseable {
  private static final Bytes SHA256 = Bytes.ofHex("000b");

  /** Returns the name that no other key has: the digest of the public area, by SHA-256. */
  public Bytes name() {
    return Bytes.concat(SHA256, publicArea.digest("SHA-256"));
  }

  /** Gives the slot back. */
  @Override
  public void close() throws IOException {
    tpm.flush(handle);
  }
}
