// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.MalformedEvidenceException;

/**
 * What the owner of a guest allows of the host, fixed at launch (AMD 56860, "Guest Policy").
 *
 * @param bits the field as a number
 */
public record GuestPolicy(long bits) {
  private static final int SMT = 16;
  private static final int MUST_BE_ONE = 17;
  private static final int MIGRATION_AGENT = 18;
  private static final int DEBUG = 19;
  private static final int FIRST_RESERVED = 26;

  static GuestPolicy of(long bits) throws MalformedEvidenceException {
    GuestPolicy policy = new GuestPolicy(bits);
    if (!policy.has(MUST_BE_ONE) || bits >>> FIRST_RESERVED != 0) {
      throw new MalformedEvidenceException(
          "SNP report.policy: expected bit 17 set and none above 25, found " + policy);
    }
    return policy;
  }

  /** Returns whether the host may read the guest's memory. */
  public boolean debug() {
    return has(DEBUG);
  }

  /** Returns whether a migration agent may take the guest to another machine. */
  public boolean migrationAgent() {
    return has(MIGRATION_AGENT);
  }

  /** Returns whether two threads of one core may run at once. */
  public boolean simultaneousMultithreading() {
    return has(SMT);
  }

  private boolean has(int bit) {
    return (bits >>> bit & 1) != 0;
  }

  @Override
  public String toString() {
    return "0x" + Long.toHexString(bits);
  }
}
