// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.x509.TrustAnchors;
import java.util.List;

/**
 * Judges quotes of a TPM 2.0.
 *
 * <p><b>Guarantees</b> of accepted evidence: a restricted signing key that a trusted authority or
 * the caller vouches for signed the quotes over the expected nonce; the register values are the
 * quoted ones, no more and no fewer; the log, if there is one, leads to them.
 *
 * <p><b>Does not guarantee</b> that the values are good ones: that is for policy to say. Nor that
 * registers 16 and 23, which software can set back, say anything of what ran before.
 */
public final class TpmQuoteVerifier implements Verifier<TpmQuoteEvidence> {
  private final KeyTrust keyTrust;

  /** Trusts attestation keys that one of these authorities certifies. */
  public TpmQuoteVerifier(TrustAnchors authorities) {
    this.keyTrust = new KeyTrust(authorities);
  }

  /** Trusts attestation keys that the authorities which ship with this program certify. */
  public static TpmQuoteVerifier withShippedAuthorities() {
    return new TpmQuoteVerifier(AttestationAuthorities.shipped());
  }

  @Override
  public void appraise(TpmQuoteEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    List<Quote> quotes = evidence.quotes();
    Bytes publicArea = evidence.attestationKey().publicArea();
    if (demand.policy().parseOnly()) {
      if (publicArea.length() > 0) {
        keyTrust.claim(appraisal, QuoteKey.read(publicArea));
      }
      QuoteAppraisal.examine(appraisal, demand, quotes, evidence.log());
      return;
    }
    boolean signed =
        !quotes.isEmpty() && quotes.stream().allMatch(quote -> quote.signature().isPresent());
    if (!signed) {
      appraisal.require(
          "tpm.signed",
          Reason.NOT_EVIDENCE,
          Source.HARDWARE_PROVEN,
          false,
          "at least one quote, each with a signature",
          quotes.size() + " quotes, not all signed");
      return;
    }
    if (publicArea.length() == 0) {
      appraisal.require(
          "tpm.ak-trust",
          Reason.CHAIN,
          Source.OPERATOR_ASSERTED,
          false,
          "an attestation key",
          "none");
      return;
    }
    QuoteKey key = QuoteKey.read(publicArea);
    keyTrust.require(appraisal, demand, key, evidence.attestationKey().certificates());
    QuoteAppraisal.require(appraisal, demand, key, quotes, evidence.log());
  }
}
