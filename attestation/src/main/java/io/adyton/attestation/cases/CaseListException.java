// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

/** A list of cases that cannot be read. The message says where, what was expected and what came. */
public final class CaseListException extends Exception {
  private static final long serialVersionUID = 1L;

  CaseListException(String message) {
    super(message);
  }

  CaseListException(String message, Throwable cause) {
    super(message, cause);
  }
}
