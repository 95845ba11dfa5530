// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tls;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.util.Optional;

/** Gives the evidence that a certificate carries. */
@FunctionalInterface
public interface EvidenceSource {
  /**
   * What the evidence must be bound to.
   *
   * @param publicKey SHA-256 of the SubjectPublicKeyInfo
   * @param certificate SHA-256 of the TBSCertificate without evidence
   */
  record Facts(Bytes publicKey, Bytes certificate) {}

  /**
   * Returns the document for these facts, or none. May take as long as the machine's TPM does.
   *
   * @throws IOException if the machine could not be asked
   */
  Optional<Bytes> evidence(Facts facts) throws IOException;
}
