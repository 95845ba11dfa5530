// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import java.util.List;

/** How an appraisal ended. Nothing but {@link Accepted} says that evidence may be believed. */
public sealed interface Verdict {
  /** Returns every check that was made, in the order in which it was made. */
  List<Check> checks();

  /** Every required check is asserted. */
  record Accepted(Claims claims, List<Check> checks) implements Verdict {
    /** Copies the checks. */
    public Accepted {
      checks = List.copyOf(checks);
    }
  }

  /**
   * At least one check is refuted. The claims of refused evidence are not shown, because nothing
   * stands behind them.
   *
   * @param reason the reason of the first check that was refuted
   * @param detail the sentence a user reads: what was expected and what was found
   */
  record Refused(Reason reason, String detail, List<Check> checks) implements Verdict {
    /** Copies the checks. */
    public Refused {
      checks = List.copyOf(checks);
    }
  }

  /** Only structure and replay were asked for; nothing is verified. */
  record Examined(Claims claims, List<Check> checks) implements Verdict {
    /** Copies the checks. */
    public Examined {
      checks = List.copyOf(checks);
    }
  }
}
