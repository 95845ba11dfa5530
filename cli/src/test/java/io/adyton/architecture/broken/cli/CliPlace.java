// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.cli;

/** What a counter-example of another room uses. */
public final class CliPlace {
  public static final String PLACE = CliPlace.class.getName();

  private CliPlace() {}
}
