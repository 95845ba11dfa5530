// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;

/**
 * An Azure confidential guest on TDX: the paravisor’s HCL report, the TD quote, and the quote of
 * the vTPM that it binds.
 *
 * @param hclReport what the NV index holds
 * @param tdQuote the TD quote over the TDREPORT inside
 * @param collateral TCB info, identities and revocation lists
 * @param quote the quote of the vTPM; without it nothing is proven of the guest
 * @param nonceInUserData whether the nonce must also be the user data of the HCL report, so that
 *     the report itself is fresh
 */
public record AzureTdxVtpmEvidence(
    Bytes hclReport,
    Optional<Bytes> tdQuote,
    IntelCollateral collateral,
    Optional<TpmQuoteEvidence.Quote> quote,
    boolean nonceInUserData)
    implements Evidence {
  /** Evidence in which only the quote of the vTPM holds the nonce. */
  public AzureTdxVtpmEvidence(
      Bytes hclReport,
      Optional<Bytes> tdQuote,
      IntelCollateral collateral,
      Optional<TpmQuoteEvidence.Quote> quote) {
    this(hclReport, tdQuote, collateral, quote, false);
  }
}
