// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/**
 * The native libraries cannot be used: a file is missing or altered, a symbol is absent, a default
 * differs from the release these bindings were written for, or the environment would load foreign
 * code. The message names what was expected, what was found and what to do.
 */
public final class NativeLibraryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NativeLibraryException(String message) {
    super(message);
  }

  NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
