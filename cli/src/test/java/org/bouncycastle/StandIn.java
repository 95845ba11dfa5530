// SPDX-License-Identifier: Apache-2.0
package org.bouncycastle;

/** Stands for the library in a counter-example, so that the test needs no dependency on it. */
public final class StandIn {
  private StandIn() {}

  /** Returns anything. */
  public static String place() {
    return "org.bouncycastle";
  }
}
