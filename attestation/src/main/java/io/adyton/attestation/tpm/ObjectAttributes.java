// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

/**
 * TPMA_OBJECT: what a TPM lets be done with a key.
 *
 * @param bits the 32 bits as they stand
 */
public record ObjectAttributes(long bits) {
  private static final long FIXED_TPM = 1 << 1;
  private static final long FIXED_PARENT = 1 << 4;
  private static final long SENSITIVE_DATA_ORIGIN = 1 << 5;
  private static final long USER_WITH_AUTH = 1 << 6;
  private static final long ADMIN_WITH_POLICY = 1 << 7;
  private static final long RESTRICTED = 1 << 16;
  private static final long DECRYPT = 1 << 17;
  private static final long SIGN = 1 << 18;
  private static final long ATTESTATION_KEY =
      FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN | RESTRICTED | SIGN;

  /** A restricted signing key that was born in the TPM, cannot leave it and is used by password. */
  public static final ObjectAttributes SIGNING =
      new ObjectAttributes(ATTESTATION_KEY | USER_WITH_AUTH);

  /** An endorsement key by the TCG’s default template: decrypts, and only under its policy. */
  public static final ObjectAttributes ENDORSEMENT =
      new ObjectAttributes(
          FIXED_TPM
              | FIXED_PARENT
              | SENSITIVE_DATA_ORIGIN
              | ADMIN_WITH_POLICY
              | RESTRICTED
              | DECRYPT);

  /**
   * Returns whether the key signs only what the TPM itself made, was born in this TPM and cannot
   * leave it. Without any of these, whoever holds the key could sign a quote of their own.
   */
  public boolean fitAttestation() {
    return (bits & (ATTESTATION_KEY | DECRYPT)) == ATTESTATION_KEY;
  }

  /** Returns the bits as hexadecimal with {@code 0x} in front. */
  @Override
  public String toString() {
    return "0x%x".formatted(bits);
  }
}
