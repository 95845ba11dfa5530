// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.ima;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.tcg.HashAlgorithm;

/**
 * One line of a measurement list.
 *
 * @param register the register that was extended, 10 as a rule
 * @param templateHash what the kernel says the hash of the template data is; all zeros for a
 *     violation, when a file changed while it was read
 * @param templateData the bytes that are hashed
 * @param path the file, or what else was measured, as the kernel names it
 */
public record ImaEntry(int register, Bytes templateHash, Bytes templateData, String path) {
  /** Returns whether the kernel could not measure the file reliably. */
  public boolean isViolation() {
    return templateHash.isZero();
  }

  /** Returns whether the hash on the line is that of the data on the line. */
  public boolean isConsistent() {
    return isViolation()
        || HashAlgorithm.ofDigestBytes(templateHash.length())
            .filter(hash -> hash.hash(templateData).equals(templateHash))
            .isPresent();
  }

  /** Returns what the kernel extends into a bank: a violation makes the value unreachable. */
  Bytes digest(HashAlgorithm bank) {
    return isViolation() ? bank.filled(0xff) : bank.hash(templateData);
  }
}
