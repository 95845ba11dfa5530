// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The header of a well-formed GGUF file: keys, and where each tensor lies.
 *
 * <p>{@link #open} guarantees that every length and count was within {@link GgufLimits} before it
 * was used, that keys and tensor names are unique, and that the tensors lie aligned, in order,
 * without gap or overlap inside the file. It says nothing about what the keys mean: {@link
 * GgufModel} does. Tensor data is never read.
 *
 * <p>The file can change after it was opened; whoever loads it later pins its digest.
 *
 * @param alignment of tensor data in bytes
 * @param dataOffset where tensor data starts, from the start of the file
 * @param fileBytes size of the file when it was opened
 */
public record GgufFile(
    int alignment,
    long dataOffset,
    long fileBytes,
    GgufMetadata metadata,
    List<GgufTensor> tensors) {

  /** The only version that is read. */
  public static final int VERSION = 3;

  public GgufFile {
    tensors = List.copyOf(tensors);
  }

  /**
   * Reads and checks the header of a file.
   *
   * @throws GgufException if the file breaks a rule of the format or a limit
   * @throws IOException if the file cannot be read
   */
  public static GgufFile open(Path path) throws GgufException, IOException {
    try (GgufInput input = GgufInput.open(path)) {
      return new GgufReader(input).read();
    }
  }
}
