// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import io.adyton.attestation.bytes.MalformedEvidenceException;

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
}
