// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

/** The store could not be opened, read or changed; the message says where and why. */
public final class ApiKeyStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ApiKeyStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  ApiKeyStoreException(String message) {
    super(message);
  }
}
