// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import java.io.IOException;
import java.util.Locale;

/** A TPM refused a command, or its response has no sense. The message names command and cause. */
public final class TpmException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int responseCode;

  private TpmException(String message, int responseCode) {
    super(message);
    this.responseCode = responseCode;
  }

  private TpmException(String message, Throwable cause) {
    super(message, cause);
    this.responseCode = 0;
  }

  static TpmException refused(TpmCommand command, int responseCode) {
    return new TpmException(
        String.format(
            Locale.ROOT,
            "%s: expected success, the TPM answered 0x%03x: %s",
            command.label(),
            responseCode,
            ResponseCode.describe(responseCode)),
        responseCode);
  }

  static TpmException unreadable(TpmCommand command, Throwable cause) {
    return new TpmException(
        "%s: the TPM's response has no sense: %s".formatted(command.label(), cause.getMessage()),
        cause);
  }

  /** Returns the TPM_RC as the TPM gave it; 0 if its response could not be read. */
  public int responseCode() {
    return responseCode;
  }
}
