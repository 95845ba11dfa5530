// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import java.util.Optional;

/**
 * What is known of a server.
 *
 * @param verdict how the appraisal ended; nothing else here may be believed unless it is accepted
 * @param level the assurance level that was reached, 0 to 4
 * @param document the evidence, if it could be read
 * @param bound what it is bound to, if it could be read
 */
public record ServerAppraisal(
    Verdict verdict, int level, Optional<EvidenceDocument> document, Optional<Bound> bound) {
  /** Returns whether the server may be sent a prompt. */
  public boolean isAccepted() {
    return verdict instanceof Verdict.Accepted;
  }
}
