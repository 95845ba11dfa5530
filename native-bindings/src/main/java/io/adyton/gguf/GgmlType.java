// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a tensor are stored: {@code enum ggml_type} of ggml.h, libllama v0.5.0.
 *
 * <p>Types whose support was removed are absent. {@link #holdsWeights} is false for the types that
 * only appear inside computations: libllama reads them and then ends the process for want of a
 * kernel.
 */
public enum GgmlType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q8_1(9, 32, 36, false),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  Q8_K(15, 256, 292, false),
  IQ2_XXS(16, 256, 66),
  IQ2_XS(17, 256, 74),
  IQ3_XXS(18, 256, 98),
  IQ1_S(19, 256, 50),
  IQ4_NL(20, 32, 18),
  IQ3_S(21, 256, 110),
  IQ2_S(22, 256, 82),
  IQ4_XS(23, 256, 136),
  I8(24, 1, 1, false),
  I16(25, 1, 2, false),
  I32(26, 1, 4, false),
  I64(27, 1, 8, false),
  F64(28, 1, 8, false),
  IQ1_M(29, 256, 56),
  BF16(30, 1, 2),
  TQ1_0(34, 256, 54),
  TQ2_0(35, 256, 66),
  MXFP4(39, 32, 17),
  NVFP4(40, 64, 36),
  Q1_0(41, 128, 18),
  Q2_0(42, 64, 18);

  private final int id;
  private final int blockElements;
  private final int blockBytes;
  private final boolean holdsWeights;

  GgmlType(int id, int blockElements, int blockBytes) {
    this(id, blockElements, blockBytes, true);
  }

  GgmlType(int id, int blockElements, int blockBytes, boolean holdsWeights) {
    this.id = id;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
    this.holdsWeights = holdsWeights;
  }

  /** The number that stands for this type in files. */
  public int id() {
    return id;
  }

  /** Elements that are stored together; a row is a multiple of it. */
  public int blockElements() {
    return blockElements;
  }

  /** Bytes of one block. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Whether a matrix of a model may have this type. */
  public boolean holdsWeights() {
    return holdsWeights;
  }

  static @Nullable GgmlType of(int id) {
    for (GgmlType type : values()) {
      if (type.id == id) {
        return type;
      }
    }
    return null;
  }
}
