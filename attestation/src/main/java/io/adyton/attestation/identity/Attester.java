// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.Collateral;
import io.adyton.attestation.document.Submodule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What speaks for this machine.
 *
 * <p>Thread-safe. An answer takes as long as the device does, milliseconds to seconds, so it is
 * never asked on an event loop.
 */
public interface Attester extends AutoCloseable {
  /** Returns the assurance level that the evidence can reach, 0 to 4. */
  int level();

  /**
   * Returns evidence of devices that take a nonce and nothing else. It is asked for first, so that
   * what is bound can name it.
   *
   * @param nonce the caller's, 32 bytes
   * @throws IOException if a device could not be asked
   */
  default List<Submodule.Gpu> attestDevices(Bytes nonce) throws IOException {
    return List.of();
  }

  /**
   * Returns evidence over an anchor.
   *
   * @throws IOException if the device could not be asked
   */
  List<Submodule> attest(Anchor anchor) throws IOException;

  /**
   * Returns what makers say of this hardware, as far as it is at hand.
   *
   * @throws IOException if it should be there and cannot be read
   */
  default Collateral collateral() throws IOException {
    return Collateral.NONE;
  }

  /**
   * Answers a challenge that proves that the attestation key and the endorsement key are in one TPM
   * (TPM2_ActivateCredential); nothing where there is no TPM.
   *
   * @param credentialBlob TPM2B_ID_OBJECT without its length
   * @param encryptedSecret TPM2B_ENCRYPTED_SECRET without its length
   * @throws IOException if the TPM refuses, because the challenge is for another one
   */
  default Optional<Bytes> activate(Bytes credentialBlob, Bytes encryptedSecret) throws IOException {
    return Optional.empty();
  }

  /** Gives the device back. */
  @Override
  void close() throws IOException;
}
