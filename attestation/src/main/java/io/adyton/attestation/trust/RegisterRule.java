// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import java.util.Set;

/** What a policy says of one platform configuration register. */
public sealed interface RegisterRule {
  /**
   * The register must hold one of these values.
   *
   * @param values 32 bytes each
   */
  record Pinned(Set<Bytes> values) implements RegisterRule {
    /** Copies the set. */
    public Pinned {
      values = Set.copyOf(values);
    }
  }

  /** The event log must replay to the register, whatever the events are. */
  record Replayed() implements RegisterRule {}

  /**
   * The register is not looked at.
   *
   * @param reason why that is acceptable, shown with every verdict
   */
  record Waived(String reason) implements RegisterRule {}
}
