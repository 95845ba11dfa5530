// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import java.util.Locale;

/** Why evidence was refused. Lists of cases name them by {@link #label()}. */
public enum Reason {
  /** The bytes do not have the structure of this kind. */
  MALFORMED,
  /** A signature does not verify, or uses a hash that is not allowed. */
  SIGNATURE,
  /** A certificate chain is incomplete or broken, or a key has no trust at all. */
  CHAIN,
  /** A certificate is on a revocation list. */
  REVOKED,
  /** The given time is past the end of a certificate, a list or collateral. */
  EXPIRED,
  /** The given time is before the start of one of these. */
  NOT_YET_VALID,
  /** Guest, enclave or domain runs in debug mode. */
  DEBUG,
  /** The firmware level is not acceptable or not known. */
  TCB,
  /** Two parts that may each be genuine do not belong together. */
  BINDING,
  /** The expected nonce or report data is not the one in the evidence. */
  NONCE,
  /** An event log does not replay to the quoted registers. */
  LOG_REPLAY,
  /** A set of distinct devices holds one device twice. */
  DUPLICATE,
  /** A measured or configured value is not what policy or reference allows. */
  MEASUREMENT,
  /** Well formed, but unsigned or otherwise nothing that could prove anything. */
  NOT_EVIDENCE;

  /** Returns the name in lower case with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
