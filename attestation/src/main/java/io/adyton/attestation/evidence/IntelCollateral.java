// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;

/**
 * What Intel's provisioning certification service says of a platform, as it was fetched. Each part
 * may be absent; certificates and lists are PEM or DER.
 *
 * @param tcbInfo the response {@code {"tcbInfo":…,"signature":…}}
 * @param tcbInfoIssuerChain PEM chain of the key that signed it
 * @param qeIdentity the response {@code {"enclaveIdentity":…,"signature":…}}
 * @param qeIdentityIssuerChain PEM chain of the key that signed it
 * @param pckCrl revocation list of the PCK CA
 * @param pckCrlIssuerChain PEM chain of the key that signed it
 * @param rootCrl revocation list of the root CA
 */
public record IntelCollateral(
    Optional<Bytes> tcbInfo,
    Optional<Bytes> tcbInfoIssuerChain,
    Optional<Bytes> qeIdentity,
    Optional<Bytes> qeIdentityIssuerChain,
    Optional<Bytes> pckCrl,
    Optional<Bytes> pckCrlIssuerChain,
    Optional<Bytes> rootCrl) {
  /** Nothing at hand. */
  public static final IntelCollateral NONE =
      new IntelCollateral(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
