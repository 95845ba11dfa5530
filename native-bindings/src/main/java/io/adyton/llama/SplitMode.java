// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** How a model is spread over several GPUs, as {@code llama_split_mode} of {@code llama.h}. */
public enum SplitMode {
  /** All layers on the main device. */
  NONE,
  /** Whole layers, with their KV, spread over the devices. */
  LAYER,
  /** Rows of each matrix spread over the devices where the backend can. */
  ROW,
  /** Tensor parallelism; needs flash attention. */
  TENSOR
}
