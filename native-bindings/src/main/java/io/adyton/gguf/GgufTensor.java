// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.util.List;

/**
 * One tensor as the header describes it; its numbers are not read.
 *
 * @param shape one to four positive dimensions, the contiguous one (the row) first, as ggml counts
 * @param offset of the first byte from the start of the file
 * @param bytes length of the data without padding
 */
public record GgufTensor(String name, GgmlType type, List<Long> shape, long offset, long bytes) {
  public GgufTensor {
    shape = List.copyOf(shape);
  }

  /** The number of elements; it was checked to fit. */
  public long elements() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }
}
