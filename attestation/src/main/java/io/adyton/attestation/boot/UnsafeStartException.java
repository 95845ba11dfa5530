// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

/** This process was started in a way that must not be trusted. The message names the remedy. */
public final class UnsafeStartException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsafeStartException(String message) {
    super(message);
  }
}
