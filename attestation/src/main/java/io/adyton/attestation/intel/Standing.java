// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Intel says of one version.
 *
 * @param status the status
 * @param advisories security advisories that apply
 */
record Standing(TcbStatus status, Set<String> advisories) {
  Standing {
    advisories = Set.copyOf(advisories);
  }

  static Standing of(StrictJson level) throws MalformedEvidenceException {
    Set<String> advisories = new TreeSet<>();
    for (StrictJson advisory : level.optionalList("advisoryIDs")) {
      advisories.add(advisory.text());
    }
    return new Standing(TcbStatus.of(level.text("tcbStatus")), advisories);
  }

  /** Returns the worse status and the advisories of both. */
  Standing merge(Standing other) {
    Set<String> all = new TreeSet<>(advisories);
    all.addAll(other.advisories);
    return new Standing(status.worse(other.status), all);
  }
}
