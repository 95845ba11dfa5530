// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.TreeMap;

/**
 * Judges one kind of evidence. Thread-safe; asks no clock, no network and no file.
 *
 * @param <E> the kind
 */
public interface Verifier<E> {
  /**
   * Asks every question of this kind and records the answers.
   *
   * @throws MalformedEvidenceException if the bytes do not have the structure of their kind
   */
  void appraise(E evidence, Demand demand, Appraisal appraisal) throws MalformedEvidenceException;

  /**
   * Appraises evidence, holds its claims against {@link EvidencePolicy#require()}, and says how it
   * ended. Bytes without structure are refused as {@link Reason#MALFORMED}; nothing is thrown for
   * what an attacker can choose.
   */
  default Verdict verify(E evidence, Demand demand) {
    Appraisal appraisal = new Appraisal();
    try {
      appraise(evidence, demand, appraisal);
    } catch (MalformedEvidenceException e) {
      return appraisal.malformed(e);
    }
    new TreeMap<>(demand.policy().require())
        .forEach((name, only) -> requireClaim(appraisal, name, only));
    return demand.policy().parseOnly() ? appraisal.examined() : appraisal.verdict();
  }

  private static void requireClaim(Appraisal appraisal, String name, String only) {
    String found = appraisal.claims().find(name).map(Claim::text).orElse("no such claim");
    appraisal.require(
        "policy." + name,
        Reason.MEASUREMENT,
        Source.VERIFIER_DERIVED,
        found.equals(only),
        only,
        found);
  }
}
