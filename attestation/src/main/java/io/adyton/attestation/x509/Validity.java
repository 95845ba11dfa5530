// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import java.time.Instant;

/** Whether a time lies between two others, both included. */
public final class Validity {
  private Validity() {}

  /**
   * Records {@code <id>.not-before} (reason not yet valid) and {@code <id>.not-after} (expired).
   *
   * @return whether both hold
   */
  public static boolean require(
      Appraisal appraisal, String id, Instant start, Instant end, Instant at) {
    boolean begun =
        appraisal.require(
            id + ".not-before",
            Reason.NOT_YET_VALID,
            Source.VERIFIER_DERIVED,
            !at.isBefore(start),
            "a time from " + start + " on",
            at.toString());
    boolean lasting =
        appraisal.require(
            id + ".not-after",
            Reason.EXPIRED,
            Source.VERIFIER_DERIVED,
            !at.isAfter(end),
            "a time up to " + end,
            at.toString());
    return begun && lasting;
  }
}
