// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;

/**
 * An Azure confidential guest on SEV-SNP: the paravisor’s HCL report and the quote of the vTPM that
 * it binds.
 *
 * @param hclReport what the NV index holds
 * @param endorsementKey VCEK certificate, PEM or DER, a chain may follow
 * @param quote the quote of the vTPM; without it nothing is proven of the guest
 * @param nonceInUserData whether the nonce must also be the user data of the HCL report, so that
 *     the report itself is fresh
 */
public record AzureSnpVtpmEvidence(
    Bytes hclReport,
    Optional<Bytes> endorsementKey,
    Optional<TpmQuoteEvidence.Quote> quote,
    boolean nonceInUserData)
    implements Evidence {
  /** Evidence in which only the quote of the vTPM holds the nonce. */
  public AzureSnpVtpmEvidence(
      Bytes hclReport, Optional<Bytes> endorsementKey, Optional<TpmQuoteEvidence.Quote> quote) {
    this(hclReport, endorsementKey, quote, false);
  }
}
