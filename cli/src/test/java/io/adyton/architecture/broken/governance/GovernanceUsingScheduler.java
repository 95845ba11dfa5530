// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.governance;

import io.adyton.architecture.broken.scheduler.SchedulerPlace;

/** Ties governance to the scheduler. */
public final class GovernanceUsingScheduler {
  private GovernanceUsingScheduler() {}

  static String forbidden() {
    return SchedulerPlace.PLACE;
  }
}
