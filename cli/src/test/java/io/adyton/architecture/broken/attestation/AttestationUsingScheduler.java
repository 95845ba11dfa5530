// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.attestation;

import io.adyton.architecture.broken.scheduler.SchedulerPlace;

/** Points from attestation, which uses nothing. */
public final class AttestationUsingScheduler {
  private AttestationUsingScheduler() {}

  static String forbidden() {
    return SchedulerPlace.PLACE;
  }
}
