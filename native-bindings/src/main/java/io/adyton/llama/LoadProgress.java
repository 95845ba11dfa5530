// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** Follows the loading of a model. */
@FunctionalInterface
public interface LoadProgress {
  /**
   * Called on the loading thread now and then. An exception counts as a wish to stop.
   *
   * @param fraction share of the weights that are loaded, from 0 to 1
   * @return whether to go on; otherwise loading fails with {@link LlamaException}
   */
  boolean advanced(float fraction);
}
