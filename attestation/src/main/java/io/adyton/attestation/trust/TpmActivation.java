// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.tpm.TpmtPublic;
import io.adyton.attestation.tpm.credential.ActivationChallenge;
import io.adyton.attestation.tpm.credential.EndorsementCertificate;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * A challenge that was put to a server's TPM, and its answer.
 *
 * @param challenge made for the endorsement and attestation keys of the evidence
 * @param answer what came back
 */
public record TpmActivation(ActivationChallenge challenge, Bytes answer) {
  /**
   * Makes the challenge for the keys in evidence; nothing where the TPM shows no certificate.
   *
   * @throws MalformedEvidenceException if key or certificate cannot be read
   */
  public static Optional<ActivationChallenge> challenge(Submodule.Tpm tpm, SecureRandom random)
      throws MalformedEvidenceException {
    if (tpm.endorsementCertificates().isEmpty()) {
      return Optional.empty();
    }
    EndorsementCertificate endorsement =
        EndorsementCertificate.read(tpm.endorsementCertificates().getFirst());
    return Optional.of(
        ActivationChallenge.make(
            endorsement.key(), TpmtPublic.read(tpm.attestationKey()).name(), random));
  }
}
