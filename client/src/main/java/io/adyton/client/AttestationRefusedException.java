// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.trust.ServerAppraisal;

/** A server whose evidence does not meet the policy. Nothing was sent to it. */
public final class AttestationRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ServerAppraisal appraisal;

  AttestationRefusedException(ServerAppraisal appraisal) {
    super(
        appraisal.verdict() instanceof Verdict.Refused refused
            ? refused.detail()
            : "the evidence was not accepted");
    this.appraisal = appraisal;
  }

  /** Returns what was checked. */
  public ServerAppraisal appraisal() {
    return appraisal;
  }
}
