// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server.east;

import io.adyton.architecture.broken.server.west.West;

/** Needs the west, which needs the east. */
public final class East {
  public static final String PLACE = "east";

  private East() {}

  static String forbidden() {
    return West.class.getName();
  }
}
