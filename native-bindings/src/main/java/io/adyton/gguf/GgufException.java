// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

/**
 * A file is not a GGUF model that may be loaded.
 *
 * <p>The message is one sentence that names the key or the tensor, what was expected and what was
 * found. It never repeats text of the file other than names that passed the rules for names, so it
 * may be shown and logged.
 */
public final class GgufException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What was wrong, for tests, metrics and machine-readable output. */
  public enum Reason {
    /** The file does not start with the four bytes {@code GGUF}. */
    NOT_GGUF,
    /** A version of the format other than 3. */
    VERSION,
    /** The file ends inside its own header, or a declared length runs past its end. */
    TRUNCATED,
    /** More metadata keys than allowed. */
    TOO_MANY_KEYS,
    /** A metadata key that is empty, too long or not printable ASCII. */
    KEY_NAME,
    /** The same metadata key twice. */
    DUPLICATE_KEY,
    /** A value type the format does not have, or an array of arrays. */
    VALUE_TYPE,
    /** A string longer than allowed. */
    STRING_LENGTH,
    /** An array with more elements than allowed. */
    ARRAY_LENGTH,
    /** More metadata in all than allowed. */
    METADATA_SIZE,
    /** A boolean other than 0 and 1, or text that is not UTF-8. */
    MALFORMED_VALUE,
    /** An alignment that is not a power of two within the limits. */
    ALIGNMENT,
    /** More tensors than allowed, or none. */
    TENSOR_COUNT,
    /** A tensor name that is empty, too long or not printable ASCII. */
    TENSOR_NAME,
    /** The same tensor name twice. */
    DUPLICATE_TENSOR,
    /** Dimensions that are absent, not positive, too many or too large together. */
    TENSOR_SHAPE,
    /** A tensor type that is unknown or cannot stand in that place. */
    TENSOR_TYPE,
    /** Tensor data that does not start on the alignment. */
    TENSOR_ALIGNMENT,
    /** Tensor data that overlaps that of another tensor. */
    TENSOR_OVERLAP,
    /** Bytes between or after tensors that belong to none. */
    UNCLAIMED_BYTES,
    /** Tensor data that runs past the end of the file. */
    TENSOR_BEYOND_FILE,
    /** One part of a model that is split over several files. */
    SPLIT_MODEL,
    /** An architecture that cannot be served. */
    ARCHITECTURE,
    /** A key every model of its kind needs is absent. */
    MISSING_KEY,
    /** A key whose value has another type than it must have. */
    KEY_TYPE,
    /** A key whose value is out of range or contradicts another. */
    KEY_VALUE,
    /** A tokenizer or pre-tokenizer that is not known. */
    TOKENIZER,
    /** Arrays of the vocabulary that do not belong together. */
    VOCABULARY,
    /** The same token text twice. */
    DUPLICATE_TOKEN,
    /** A special token outside the vocabulary, or one that is needed and absent. */
    TOKEN_ID,
    /** A merge that is not two parts with a space between. */
    MERGES,
    /** A tensor every model of its kind needs is absent. */
    MISSING_TENSOR
  }

  private final Reason reason;

  GgufException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
