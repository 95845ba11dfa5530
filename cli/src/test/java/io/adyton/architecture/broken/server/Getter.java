// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server;

/** Says get where the noun would do. */
public final class Getter {
  private Getter() {}

  int getValue() {
    return 0;
  }
}
