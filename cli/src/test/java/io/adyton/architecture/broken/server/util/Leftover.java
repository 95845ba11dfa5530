// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server.util;

/** Is named by habit, not by what it is. */
public final class Leftover {
  private Leftover() {}
}
