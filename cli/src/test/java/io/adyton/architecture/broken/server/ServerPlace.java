// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server;

/** What a counter-example of another room uses. */
public final class ServerPlace {
  public static final String PLACE = ServerPlace.class.getName();

  private ServerPlace() {}
}
