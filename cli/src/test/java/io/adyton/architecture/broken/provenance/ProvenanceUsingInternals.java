// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.provenance;

import io.adyton.architecture.broken.attestation.internal.AttestationInternals;

/** Enters another room's internals along an arrow that is allowed. */
public final class ProvenanceUsingInternals {
  private ProvenanceUsingInternals() {}

  static String forbidden() {
    return AttestationInternals.PLACE;
  }
}
