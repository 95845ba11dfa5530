// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.governance;

/** What a counter-example of another room uses. */
public final class GovernancePlace {
  public static final String PLACE = GovernancePlace.class.getName();

  private GovernancePlace() {}
}
