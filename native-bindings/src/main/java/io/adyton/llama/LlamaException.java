// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/**
 * libllama refused what it was asked: a model that does not load, a context that does not fit, an
 * adapter of another model. The message carries libllama's own last error where it gave one.
 */
public final class LlamaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LlamaException(String message) {
    super(message);
  }

  LlamaException(String message, Throwable cause) {
    super(message, cause);
  }
}
