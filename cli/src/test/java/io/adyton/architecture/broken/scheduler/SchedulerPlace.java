// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.scheduler;

/** What a counter-example of another room uses. */
public final class SchedulerPlace {
  public static final String PLACE = SchedulerPlace.class.getName();

  private SchedulerPlace() {}
}
