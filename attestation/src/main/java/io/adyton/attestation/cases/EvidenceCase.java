// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a list.
 *
 * @param id how the list names it
 * @param kind what the files are
 * @param format how the main file is written
 * @param files paths by role, relative to the folder of the list
 * @param demand time, freshness and policy
 * @param expectation the verdict it must get
 * @param primary the role whose signed bytes must not be changeable; empty if none is named
 */
public record EvidenceCase(
    String id,
    EvidenceKind kind,
    EvidenceFormat format,
    Map<String, String> files,
    Demand demand,
    Expectation expectation,
    Optional<String> primary) {

  /** The verdict a case must get. */
  public sealed interface Expectation {
    /**
     * Accepted, with these claims.
     *
     * @param fields claims by name, as text
     */
    record Accept(Map<String, String> fields) implements Expectation {}

    /**
     * Refused.
     *
     * @param reasons labels of which the reason given first must be one
     */
    record Refuse(List<String> reasons) implements Expectation {}

    /**
     * Examined and not called verified, with these claims.
     *
     * @param fields claims by name, as text
     */
    record Parse(Map<String, String> fields) implements Expectation {}
  }
}
