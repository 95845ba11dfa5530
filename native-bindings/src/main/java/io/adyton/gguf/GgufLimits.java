// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

/** How large the parts of a file may be. libllama itself allows strings of a gibibyte. */
public final class GgufLimits {
  public static final int MAX_KEYS = 4_096;
  public static final int MAX_KEY_BYTES = 256;
  public static final int MAX_STRING_BYTES = 4 << 20;
  public static final int MAX_ARRAY_ELEMENTS = 4_000_000;

  /** All keys and values together; the largest vocabularies in use take about 20 MiB. */
  public static final int MAX_METADATA_BYTES = 128 << 20;

  public static final int MAX_TENSORS = 65_536;

  /** {@code GGML_MAX_NAME} less the terminating zero. */
  public static final int MAX_TENSOR_NAME_BYTES = 63;

  /** {@code GGML_MAX_DIMS}. */
  public static final int MAX_DIMENSIONS = 4;

  /** libllama maps tensors where they lie and asserts this much. */
  public static final int MIN_ALIGNMENT = 32;

  public static final int MAX_ALIGNMENT = 64 << 10;

  private GgufLimits() {}
}
