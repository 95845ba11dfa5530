// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.bytes;

/**
 * Bytes that do not have the structure of their kind. The message names the structure, what was
 * expected there and what was found, and holds no more of the input than that.
 */
public final class MalformedEvidenceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates one with the sentence a user reads. */
  public MalformedEvidenceException(String message) {
    super(message);
  }

  /** Creates one with the sentence a user reads and the failure below it. */
  public MalformedEvidenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
