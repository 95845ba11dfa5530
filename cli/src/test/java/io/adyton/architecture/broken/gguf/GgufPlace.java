// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.gguf;

/** What a counter-example of another room uses. */
public final class GgufPlace {
  public static final String PLACE = GgufPlace.class.getName();

  private GgufPlace() {}
}
