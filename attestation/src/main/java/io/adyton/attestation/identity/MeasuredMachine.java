// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import io.adyton.attestation.boot.StartLog;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.attestation.document.Submodule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A machine whose TPM measured the start: its quotes hold the anchor, and the log beside them leads
 * to the quoted registers.
 */
public final class MeasuredMachine implements Attester {
  private final TpmAttester tpm;
  private final StartLog log;

  /** Creates one that owns the TPM's connection from now on. */
  public MeasuredMachine(TpmAttester tpm, StartLog log) {
    this.tpm = tpm;
    this.log = log;
  }

  @Override
  public int level() {
    return AssuranceLevel.MEASURED;
  }

  @Override
  public List<Submodule> attest(Anchor anchor) throws IOException {
    return log.whileUnchanged(
        events ->
            List.of(
                new Submodule.Tpm(
                    tpm.quote(anchor.value()),
                    tpm.attestationKey(),
                    tpm.endorsementCertificate().stream().toList(),
                    events)));
  }

  @Override
  public Optional<Bytes> activate(Bytes credentialBlob, Bytes encryptedSecret) throws IOException {
    return Optional.of(tpm.activate(credentialBlob, encryptedSecret));
  }

  @Override
  public void close() throws IOException {
    tpm.close();
  }
}
