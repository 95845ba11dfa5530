// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import java.io.IOException;

/**
 * PCR 12 of a TPM, SHA-256 bank.
 *
 * @param tpm whose it is
 */
public record TpmRegister(TpmAttester tpm) implements StartLog.Register {
  @Override
  public Bytes value() throws IOException {
    return tpm.register(StartEvent.REGISTER);
  }

  @Override
  public void extend(Bytes sha256) throws IOException {
    tpm.extend(StartEvent.REGISTER, sha256);
  }
}
