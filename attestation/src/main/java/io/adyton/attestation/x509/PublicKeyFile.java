// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;

/** A file that holds one public key. */
public final class PublicKeyFile {
  private PublicKeyFile() {}

  /**
   * Reads SubjectPublicKeyInfo, DER or PEM.
   *
   * @param what the name of the file in error messages
   */
  public static Bytes read(String what, Bytes file) throws MalformedEvidenceException {
    return Pem.isDer(file) ? file : Pem.blocks(what, "PUBLIC KEY", file).getFirst();
  }
}
