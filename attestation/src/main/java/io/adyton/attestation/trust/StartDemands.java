// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import java.util.Set;

/**
 * What a policy demands of the measured start. Empty sets demand nothing.
 *
 * @param code programs that may run, by the digest that {@code adyton measure} prints
 * @param jvmFlags digests of the flags of the Java machine
 * @param environments digests of the variables that change what runs
 * @param configurations digests of the settings in effect
 * @param single whether there may be no earlier start since the machine was switched on
 */
public record StartDemands(
    Set<Bytes> code,
    Set<Bytes> jvmFlags,
    Set<Bytes> environments,
    Set<Bytes> configurations,
    boolean single) {
  /** Demands nothing. */
  public static final StartDemands NONE =
      new StartDemands(Set.of(), Set.of(), Set.of(), Set.of(), false);

  /** Copies the sets. */
  public StartDemands {
    code = Set.copyOf(code);
    jvmFlags = Set.copyOf(jvmFlags);
    environments = Set.copyOf(environments);
    configurations = Set.copyOf(configurations);
  }
}
