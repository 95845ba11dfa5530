// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.provenance;

import io.adyton.architecture.broken.governance.GovernancePlace;

/** Points back to governance. */
public final class ProvenanceUsingGovernance {
  private ProvenanceUsingGovernance() {}

  static String forbidden() {
    return GovernancePlace.PLACE;
  }
}
