// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

/**
 * The number by which a TPM knows a register, a hierarchy, an NV index, an object or a session.
 *
 * @param value TPM_HANDLE
 */
public record TpmHandle(long value) {
  /** The owner of the machine. */
  public static final TpmHandle OWNER = new TpmHandle(0x40000001);

  /** The hierarchy of the endorsement keys, which the TPM's maker certifies. */
  public static final TpmHandle ENDORSEMENT = new TpmHandle(0x4000000b);

  static final TpmHandle NULL = new TpmHandle(0x40000007);

  /** Returns the handle of a platform configuration register. */
  public static TpmHandle pcr(int index) {
    return new TpmHandle(index);
  }

  @Override
  public String toString() {
    return "0x%08x".formatted(value);
  }
}
