// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;

/**
 * An AMD SEV-SNP attestation report and the certificates that came with it.
 *
 * @param report the 1,184 bytes; absent where only the chain is to be checked
 * @param endorsementKey VCEK or VLEK certificate, PEM or DER; absent if it is in the chain
 * @param chain PEM certificates between root and endorsement key, in any order
 * @param revocationList the list that the root signs over its intermediates, PEM or DER
 */
public record SevSnpEvidence(
    Optional<Bytes> report,
    Optional<Bytes> endorsementKey,
    Optional<Bytes> chain,
    Optional<Bytes> revocationList)
    implements Evidence {
  /** Evidence without a revocation list. */
  public SevSnpEvidence(
      Optional<Bytes> report, Optional<Bytes> endorsementKey, Optional<Bytes> chain) {
    this(report, endorsementKey, chain, Optional.empty());
  }
}
