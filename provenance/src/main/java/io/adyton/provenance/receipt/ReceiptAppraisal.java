// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.appraisal.Verdict;
import java.util.Optional;

/**
 * What is known of a receipt.
 *
 * @param verdict how the walk ended; nothing else here may be believed unless it is accepted
 * @param level the assurance level that the evidence reaches
 * @param receipt what it says, if it could be read
 */
public record ReceiptAppraisal(Verdict verdict, int level, Optional<Receipt> receipt) {
  /** Returns whether every link that was asked for holds. */
  public boolean isAccepted() {
    return verdict instanceof Verdict.Accepted;
  }
}
