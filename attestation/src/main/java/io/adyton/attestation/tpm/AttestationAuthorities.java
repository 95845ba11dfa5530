// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.x509.TrustAnchors;

/** Who certifies attestation keys, of those whose root certificates ship with this program. */
final class AttestationAuthorities {
  private AttestationAuthorities() {}

  /** Google’s root for the virtual TPMs of Compute Engine, from its public authority service. */
  static TrustAnchors shipped() {
    return TrustAnchors.of(
        TrustAnchors.load(
            AttestationAuthorities.class,
            "google-ek-ak-ca-root.pem",
            "594759594b9b61524f6c8ef668f7177f7b9066bc0674f2f49fe9e052be78beb2"));
  }
}
