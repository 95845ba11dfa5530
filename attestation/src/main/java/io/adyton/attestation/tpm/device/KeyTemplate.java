// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tpm.ObjectAttributes;
import io.adyton.attestation.tpm.TpmKey;
import io.adyton.attestation.tpm.TpmtPublic;
import io.adyton.attestation.tpm.TpmtPublic.Scheme;
import io.adyton.attestation.tpm.TpmtPublic.Symmetric;
import java.util.Optional;

/** What keys look like before they exist. */
public enum KeyTemplate {
  /**
   * The endorsement key RSA 2048 that makers certify: template L-1 of the TCG EK Credential Profile
   * 2.5. Its use needs a policy session with the endorsement hierarchy's authorization.
   */
  ENDORSEMENT_RSA_2048(
      new TpmtPublic(
          HashAlgorithm.SHA256,
          ObjectAttributes.ENDORSEMENT,
          Bytes.ofHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"),
          Optional.of(Symmetric.AES_128_CFB),
          Optional.empty(),
          new TpmKey.Rsa(2048, 0, Bytes.of(new byte[256])))),
  /** A signing key on P-256, ECDSA with SHA-256, which can only sign what the TPM itself made. */
  ATTESTATION_P256(
      new TpmtPublic(
          HashAlgorithm.SHA256,
          ObjectAttributes.SIGNING,
          Bytes.EMPTY,
          Optional.empty(),
          Optional.of(Scheme.ECDSA_SHA256),
          new TpmKey.Ecc(TpmKey.Curve.P256, Bytes.EMPTY, Bytes.EMPTY)));

  private final TpmtPublic publicArea;

  KeyTemplate(TpmtPublic publicArea) {
    this.publicArea = publicArea;
  }

  TpmtPublic publicArea() {
    return publicArea;
  }
}
