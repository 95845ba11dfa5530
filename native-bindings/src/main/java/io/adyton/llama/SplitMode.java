// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** How a model is spread over several GPUs, as {@code llama_split_mode} of {@code llama.h}. */
public enum SplitMode {
  /** All layers on the main device. */
  NONE(0),
  /** Whole layers, with their KV, spread over the devices. */
  LAYER(1),
  /** Rows of each matrix spread over the devices where the backend can. */
  ROW(2),
  /** Tensor parallelism; needs flash attention. */
  TENSOR(3);

  private final int value;

  SplitMode(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
