// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/**
 * What a model is quantised to, as {@code llama_ftype} of {@code llama.h}: the formats that need no
 * importance matrix.
 */
public enum FileType {
  /** 32-bit floating point. */
  F32(0),
  /** 16-bit floating point. */
  F16(1),
  /** 4 bits in blocks of 32 with a scale. */
  Q4_0(2),
  /** 4 bits in blocks of 32 with a scale and a minimum. */
  Q4_1(3),
  /** 8 bits in blocks of 32 with a scale. */
  Q8_0(7),
  /** 5 bits in blocks of 32 with a scale. */
  Q5_0(8),
  /** 5 bits in blocks of 32 with a scale and a minimum. */
  Q5_1(9),
  /** 3 bits in super-blocks, more where it matters. */
  Q3_K_M(12),
  /** 4 bits in super-blocks. */
  Q4_K_S(14),
  /** 4 bits in super-blocks, more where it matters. */
  Q4_K_M(15),
  /** 5 bits in super-blocks. */
  Q5_K_S(16),
  /** 5 bits in super-blocks, more where it matters. */
  Q5_K_M(17),
  /** 6 bits in super-blocks. */
  Q6_K(18),
  /** 4 bits on an uneven scale in blocks of 32. */
  IQ4_NL(25),
  /** 4 bits on an uneven scale in super-blocks. */
  IQ4_XS(30),
  /** 16-bit brain floating point. */
  BF16(32);

  private final int value;

  FileType(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
