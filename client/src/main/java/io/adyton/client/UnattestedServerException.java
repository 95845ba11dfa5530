// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

/** A server that gives no evidence at all, or none that can be read. Nothing was sent to it. */
public final class UnattestedServerException extends Exception {
  private static final long serialVersionUID = 1L;

  UnattestedServerException(String message) {
    super(message);
  }
}
