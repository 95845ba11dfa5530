// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server.west;

import io.adyton.architecture.broken.server.east.East;

/** Needs the east, which needs the west. */
public final class West {
  public static final String PLACE = "west";

  private West() {}

  static String forbidden() {
    return East.class.getName();
  }
}
