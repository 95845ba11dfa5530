// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

/**
 * One question that was asked of the evidence, and its answer.
 *
 * @param id what was asked, such as {@code snp.report-signature}
 * @param status the answer
 * @param source whose word the answer rests on
 * @param reason why evidence is refused when this check is refuted
 * @param expected what was expected, in words or as a value
 * @param found what was found, in words or as a value
 */
public record Check(
    String id, Status status, Source source, Reason reason, String expected, String found) {

  /** The answer to a check. An unknown answer never passes where an answer is required. */
  public enum Status {
    /** It holds. */
    ASSERTED,
    /** It does not hold. */
    REFUTED,
    /** It could not be found out, for example because no revocation list is at hand. */
    UNKNOWN
  }

  /** Whose word an answer rests on, strongest first. */
  public enum Source {
    /** A key of the hardware's maker signed it. */
    HARDWARE_PROVEN,
    /** The verifier computed it from what the hardware signed. */
    VERIFIER_DERIVED,
    /** The maker of the platform says so. */
    PROVIDER_ASSERTED,
    /** Whoever runs the machine says so. */
    OPERATOR_ASSERTED
  }
}
