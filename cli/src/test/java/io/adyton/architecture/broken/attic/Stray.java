// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.attic;

/** What a counter-example of another room uses. */
public final class Stray {
  public static final String PLACE = Stray.class.getName();

  private Stray() {}
}
