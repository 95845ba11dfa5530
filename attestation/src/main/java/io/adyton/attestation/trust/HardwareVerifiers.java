// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.intel.SgxVerifier;
import io.adyton.attestation.intel.TdxVerifier;
import io.adyton.attestation.nitro.NitroVerifier;
import io.adyton.attestation.nvidia.NvidiaVerifier;
import io.adyton.attestation.sev.SevSnpVerifier;

/** Who judges each kind of hardware, and so whose roots are believed. */
record HardwareVerifiers(
    SevSnpVerifier sevSnp,
    TdxVerifier tdx,
    SgxVerifier sgx,
    NitroVerifier nitro,
    NvidiaVerifier nvidia) {
  /** Believes the makers' own roots, which ship. */
  static HardwareVerifiers ofMakers() {
    return new HardwareVerifiers(
        new SevSnpVerifier(),
        new TdxVerifier(),
        new SgxVerifier(),
        new NitroVerifier(),
        new NvidiaVerifier());
  }
}
