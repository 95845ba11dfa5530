// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import java.util.List;
import java.util.Set;

/** Holds what was found against the digests that a policy names. */
final class NamedDigests {
  private NamedDigests() {}

  /** Demands that {@code found} is among {@code named}; unknown where none is. */
  static void require(String id, Set<Bytes> named, Bytes found, Appraisal appraisal) {
    require(id, named, List.of(found), appraisal);
  }

  /** Demands that exactly one was found and is among {@code named}; unknown where none is. */
  static void require(String id, Set<Bytes> named, List<Bytes> found, Appraisal appraisal) {
    String shown =
        found.isEmpty() ? "none" : String.join(", ", found.stream().map(Bytes::hex).toList());
    if (named.isEmpty()) {
      appraisal.unknown(
          id, Reason.MEASUREMENT, Source.VERIFIER_DERIVED, "the policy names none", shown);
      return;
    }
    appraisal.require(
        id,
        Reason.MEASUREMENT,
        Source.VERIFIER_DERIVED,
        found.size() == 1 && named.contains(found.getFirst()),
        String.join(" or ", named.stream().map(Bytes::hex).sorted().toList()),
        shown);
  }
}
