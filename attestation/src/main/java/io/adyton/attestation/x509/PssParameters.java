// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** The parameters of an RSASSA-PSS signature (RFC 4055), which stand beside the signature. */
final class PssParameters {
  private PssParameters() {}

  /** Returns whether this is RSASSA-PSS with SHA-2 for message and mask and a salt as long. */
  static boolean allowed(String oid, byte @Nullable [] encoded) {
    if (!oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId()) || encoded == null) {
      return false;
    }
    try {
      RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(encoded);
      AlgorithmIdentifier hash = parameters.getHashAlgorithm();
      AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
      return mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
          && AlgorithmIdentifier.getInstance(mask.getParameters())
              .getAlgorithm()
              .equals(hash.getAlgorithm())
          && parameters.getTrailerField().intValueExact() == 1
          && parameters.getSaltLength().intValueExact() == digestLength(hash);
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      return false;
    }
  }

  private static int digestLength(AlgorithmIdentifier hash) {
    if (hash.getAlgorithm().equals(NISTObjectIdentifiers.id_sha256)) {
      return 32;
    }
    if (hash.getAlgorithm().equals(NISTObjectIdentifiers.id_sha384)) {
      return 48;
    }
    return hash.getAlgorithm().equals(NISTObjectIdentifiers.id_sha512) ? 64 : -1;
  }
}
