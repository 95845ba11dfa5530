// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Where tensors may lie: one after the other, aligned, inside the file, nothing in between. */
final class TensorLayout {
  private TensorLayout() {}

  /** The bytes of a tensor's data, every multiplication checked. */
  static long bytes(String name, GgmlType type, List<Long> shape) throws GgufException {
    if (shape.getFirst() % type.blockElements() != 0) {
      throw new GgufException(
          Reason.TENSOR_SHAPE,
          "Rows of tensor '%s' have %d elements, but %s needs a multiple of %d."
              .formatted(name, shape.getFirst(), type, type.blockElements()));
    }
    try {
      long elements = 1;
      for (long length : shape) {
        elements = Math.multiplyExact(elements, length);
      }
      return Math.multiplyExact(elements / type.blockElements(), (long) type.blockBytes());
    } catch (ArithmeticException e) {
      throw new GgufException(
          Reason.TENSOR_SHAPE,
          "The dimensions of tensor '%s' multiply to more than 2^63 bytes.".formatted(name));
    }
  }

  /** Checks offsets relative to the data and returns the tensors with offsets in the file. */
  static List<GgufTensor> place(
      List<GgufTensor> relative, long dataOffset, int alignment, long fileBytes)
      throws GgufException {
    List<GgufTensor> placed = new ArrayList<>(relative.size());
    long free = 0;
    long dataBytes = Math.max(0, fileBytes - dataOffset);
    for (GgufTensor tensor : relative) {
      check(tensor, free, alignment, dataBytes);
      placed.add(
          new GgufTensor(
              tensor.name(),
              tensor.type(),
              tensor.shape(),
              dataOffset + tensor.offset(),
              tensor.bytes()));
      free = (tensor.offset() + tensor.bytes() + alignment - 1) & -alignment;
    }
    if (dataBytes > free) {
      throw new GgufException(
          Reason.UNCLAIMED_BYTES,
          "%d bytes after the last tensor belong to none.".formatted(dataBytes - free));
    }
    return placed;
  }

  private static void check(GgufTensor tensor, long free, int alignment, long dataBytes)
      throws GgufException {
    long offset = tensor.offset();
    if (offset < 0 || offset > dataBytes || tensor.bytes() > dataBytes - offset) {
      throw new GgufException(
          Reason.TENSOR_BEYOND_FILE,
          "Tensor '%s' needs %d bytes at offset %s, but the file has %d bytes of data; download it again."
              .formatted(tensor.name(), tensor.bytes(), Long.toUnsignedString(offset), dataBytes));
    }
    if (offset % alignment != 0) {
      throw new GgufException(
          Reason.TENSOR_ALIGNMENT,
          "Tensor '%s' lies at offset %d, which is no multiple of %d."
              .formatted(tensor.name(), offset, alignment));
    }
    if (offset < free) {
      throw new GgufException(
          Reason.TENSOR_OVERLAP,
          "Tensor '%s' lies at offset %d, inside a tensor before it that ends at %d."
              .formatted(tensor.name(), offset, free));
    }
    if (offset > free) {
      throw new GgufException(
          Reason.UNCLAIMED_BYTES,
          "%d bytes before tensor '%s' belong to none.".formatted(offset - free, tensor.name()));
    }
  }
}
