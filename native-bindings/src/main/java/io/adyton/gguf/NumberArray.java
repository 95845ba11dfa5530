// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An array of integers, floating-point numbers or booleans, kept as the file stores it. */
public final class NumberArray implements GgufValue.Array {
  private final GgufValueType elementType;
  private final ByteBuffer elements;

  NumberArray(GgufValueType elementType, byte[] elements) {
    this.elementType = elementType;
    this.elements = ByteBuffer.wrap(elements).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public GgufValueType elementType() {
    return elementType;
  }

  @Override
  public int size() {
    return elements.capacity() / elementType.bytes();
  }

  /** Whether the elements are integers or booleans (0 and 1). */
  public boolean isWhole() {
    return elementType != GgufValueType.FLOAT32 && elementType != GgufValueType.FLOAT64;
  }

  /**
   * The integer at an index.
   *
   * @throws IllegalStateException if the elements are not {@link #isWhole whole}
   */
  public long whole(int index) {
    int at = index * elementType.bytes();
    return switch (elementType) {
      case UINT8, BOOL -> Byte.toUnsignedLong(elements.get(at));
      case INT8 -> elements.get(at);
      case UINT16 -> Short.toUnsignedLong(elements.getShort(at));
      case INT16 -> elements.getShort(at);
      case UINT32 -> Integer.toUnsignedLong(elements.getInt(at));
      case INT32 -> elements.getInt(at);
      case UINT64, INT64 -> elements.getLong(at);
      case FLOAT32, FLOAT64, STRING, ARRAY ->
          throw new IllegalStateException(
              "An array of " + elementType.label() + " has no integers");
    };
  }
}
