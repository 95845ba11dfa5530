// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;

/** What keys look like before they exist: TPMT_PUBLIC with an empty unique part. */
public enum KeyTemplate {
  /**
   * The endorsement key RSA 2048 that makers certify: template L-1 of the TCG EK Credential Profile
   * 2.5. Its use needs a policy session with the endorsement hierarchy's authorization.
   */
  ENDORSEMENT_RSA_2048(
      "0001" // RSA
          + "000b" // name by SHA-256
          + "000300b2" // fixedTPM fixedParent sensitiveDataOrigin adminWithPolicy restricted
          // decrypt
          + "0020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
          + "000600800043" // AES 128 CFB
          + "0010" // no scheme
          + "0800"
          + "00000000" // exponent 65537
          + "0100"
          + "00".repeat(256)),
  /**
   * A restricted signing key on P-256, ECDSA with SHA-256, which can only sign what the TPM made.
   */
  ATTESTATION_P256(
      "0023" // ECC
          + "000b" // name by SHA-256
          + "00050072" // fixedTPM fixedParent sensitiveDataOrigin userWithAuth restricted sign
          + "0000" // no policy
          + "0010" // no symmetric algorithm
          + "0018000b" // ECDSA with SHA-256
          + "0003" // P-256
          + "0010" // no key derivation
          + "00000000");

  private final Bytes publicArea;

  KeyTemplate(String hex) {
    publicArea = Bytes.ofHex(hex);
  }

  Bytes publicArea() {
    return publicArea;
  }
}
