// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** When attention is computed without materialising its scores. */
public enum FlashAttention {
  /** Where the devices can. */
  AUTO(-1),
  /** Never. */
  OFF(0),
  /** Always. */
  ON(1);

  private final int value;

  FlashAttention(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
