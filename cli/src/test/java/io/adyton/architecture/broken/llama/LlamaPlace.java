// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.llama;

/** What a counter-example of another room uses. */
public final class LlamaPlace {
  public static final String PLACE = LlamaPlace.class.getName();

  private LlamaPlace() {}
}
