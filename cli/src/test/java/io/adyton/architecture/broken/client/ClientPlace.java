// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.client;

/** What a counter-example of another room uses. */
public final class ClientPlace {
  public static final String PLACE = ClientPlace.class.getName();

  private ClientPlace() {}
}
