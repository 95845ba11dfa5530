// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

/** A connection whose certificate is older than the last rotation; its client must connect anew. */
public final class CertificateRenewedException extends Exception {
  private static final long serialVersionUID = 1L;

  CertificateRenewedException() {
    super("the connection's certificate is older than the last rotation; connect anew");
  }
}
