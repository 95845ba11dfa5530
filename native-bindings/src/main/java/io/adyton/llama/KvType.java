// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** Number format of the KV cache, a subset of {@code ggml_type} of {@code ggml.h}. */
public enum KvType {
  /** 32-bit floating point. */
  F32(0, 4),
  /** 16-bit floating point, the default. */
  F16(1, 2),
  /** Blocks of 32 numbers in 4 bits; needs flash attention for values. */
  Q4_0(2, 18.0 / 32),
  /** Blocks of 32 numbers in 8 bits; needs flash attention for values. */
  Q8_0(8, 34.0 / 32),
  /** 16-bit brain floating point. */
  BF16(30, 2);

  private final int value;
  private final double bytes;

  KvType(int value, double bytes) {
    this.value = value;
    this.bytes = bytes;
  }

  int value() {
    return value;
  }

  /** Returns the bytes one number takes, its share of the block's scale included. */
  double bytes() {
    return bytes;
  }
}
