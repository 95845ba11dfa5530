// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.util.Arrays;

/**
 * An array of strings in one block of bytes.
 *
 * <p>Vocabularies hold hundreds of thousands of them, and their bytes need not be UTF-8.
 */
public final class TextArray implements GgufValue.Array {
  private final byte[] bytes;
  private final int[] ends;

  TextArray(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  @Override
  public GgufValueType elementType() {
    return GgufValueType.STRING;
  }

  @Override
  public int size() {
    return ends.length;
  }

  /** A copy of the bytes of one element. */
  public byte[] element(int index) {
    return Arrays.copyOfRange(bytes, start(index), ends[index]);
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int end(int index) {
    return ends[index];
  }
}
