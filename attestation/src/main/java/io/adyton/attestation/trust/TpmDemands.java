// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a policy demands of a TPM.
 *
 * @param endorsementRoots PEM of the roots of endorsement certificates; absent is nobody's
 * @param endorsementKeys the machines that are meant, by the SHA-256 of their endorsement key's
 *     SubjectPublicKeyInfo; empty is any machine of those makers
 * @param registers what is demanded of each register; all of 0 to 15, or none where the level needs
 *     no TPM
 */
public record TpmDemands(
    Optional<Bytes> endorsementRoots,
    Set<Bytes> endorsementKeys,
    SortedMap<Integer, RegisterRule> registers) {
  /** Demands nothing, and believes no maker. */
  public static final TpmDemands NONE =
      new TpmDemands(Optional.empty(), Set.of(), Collections.emptySortedMap());

  /** Copies the collections. */
  public TpmDemands {
    endorsementKeys = Set.copyOf(endorsementKeys);
    registers = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(registers)));
  }
}
