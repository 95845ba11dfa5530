// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

/** A request that is answered with an {@link ApiError}. Has no stack trace; it is no fault. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  /** Creates the refusal. */
  public ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** Returns what the client is told. */
  public ApiError error() {
    return error;
  }
}
