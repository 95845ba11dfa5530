// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

/** A metadata value, typed as the file types it. */
public sealed interface GgufValue {

  /** The type the file gives: for arrays always {@link GgufValueType#ARRAY}. */
  GgufValueType type();

  /**
   * An integer.
   *
   * @param value the number; a {@code u64} above {@link Long#MAX_VALUE} is negative here
   */
  record Whole(GgufValueType type, long value) implements GgufValue {}

  /** A floating-point number. */
  record Real(GgufValueType type, double value) implements GgufValue {}

  /** A boolean. */
  record Flag(boolean value) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.BOOL;
    }
  }

  /** Text, checked to be UTF-8. */
  record Text(String value) implements GgufValue {
    @Override
    public GgufValueType type() {
      return GgufValueType.STRING;
    }
  }

  /** An array; read its elements through {@link NumberArray} or {@link TextArray}. */
  sealed interface Array extends GgufValue permits NumberArray, TextArray {
    @Override
    default GgufValueType type() {
      return GgufValueType.ARRAY;
    }

    /** The type of every element. */
    GgufValueType elementType();

    /** The number of elements. */
    int size();
  }
}
