// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;

/** The root of Intel's certificates for SGX and TDX; see docs/trust-anchors.md. */
final class IntelRoot {
  static final X509Certificate SHIPPED =
      TrustAnchors.load(
          IntelRoot.class,
          "sgx-root-ca.pem",
          "44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3");

  private IntelRoot() {}
}
