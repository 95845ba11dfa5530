// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.x509.TrustAnchors;

/** NVIDIA’s own roots, one for devices and one for manifests. */
final class NvidiaRoots {
  static final TrustAnchors DEVICES =
      TrustAnchors.of(
          TrustAnchors.load(
              NvidiaRoots.class,
              "nvidia-device-identity-ca.pem",
              "102bf659d5419614c9d8e6aecebc80454eb26b1df6a769ac720b9a690b167b48"));

  static final TrustAnchors MANIFESTS =
      TrustAnchors.of(
          TrustAnchors.load(
              NvidiaRoots.class,
              "nvidia-corim-signing-root-ca.pem",
              "12977b5115acb0381179279fffeb5a8c4d264971ebb32298023a465fa41df5d1"));

  private NvidiaRoots() {}
}
