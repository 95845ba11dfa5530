// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TpmQuoteCasesTest {
  private static final TpmQuoteVerifier VERIFIER = TpmQuoteVerifier.withShippedAuthorities();

  @TestFactory
  Stream<DynamicTest> agreesWithEverySample() {
    return SampleCases.agree(EvidenceKind.TPM_QUOTE, TpmQuoteFiles::read, VERIFIER);
  }

  @TestFactory
  Stream<DynamicTest> refusesQuotesWithAByteFlipped() {
    return SampleCases.refuseFlips(
        EvidenceKind.TPM_QUOTE, TpmQuoteFiles::read, VERIFIER, new Messages());
  }

  @TestFactory
  Stream<DynamicTest> refusesQuotesCutOff() {
    return SampleCases.refuseCuts(
        EvidenceKind.TPM_QUOTE, TpmQuoteFiles::read, VERIFIER, new LastMessage());
  }

  /** Every byte of each TPMS_ATTEST, one after the other. */
  private static final class Messages implements SampleCases.Region<TpmQuoteEvidence> {
    @Override
    public int length(TpmQuoteEvidence evidence, EvidenceCase one) {
      return evidence.quotes().stream().mapToInt(quote -> quote.message().length()).sum();
    }

    @Override
    public TpmQuoteEvidence flip(TpmQuoteEvidence evidence, EvidenceCase one, int index) {
      int quote = 0;
      int left = index;
      while (left >= evidence.quotes().get(quote).message().length()) {
        left -= evidence.quotes().get(quote).message().length();
        quote++;
      }
      int at = left;
      return withMessage(evidence, quote, message -> SampleCases.flipped(message, at));
    }
  }

  private static final class LastMessage implements SampleCases.Cut<TpmQuoteEvidence> {
    @Override
    public int length(TpmQuoteEvidence evidence, EvidenceCase one) {
      return evidence.quotes().getLast().message().length();
    }

    @Override
    public TpmQuoteEvidence to(TpmQuoteEvidence evidence, EvidenceCase one, int length) {
      return withMessage(
          evidence, evidence.quotes().size() - 1, message -> message.slice(0, length));
    }
  }

  private static TpmQuoteEvidence withMessage(
      TpmQuoteEvidence evidence, int index, UnaryOperator<Bytes> change) {
    List<Quote> quotes = new ArrayList<>(evidence.quotes());
    Quote quote = quotes.get(index);
    quotes.set(index, new Quote(change.apply(quote.message()), quote.signature(), quote.pcrs()));
    return new TpmQuoteEvidence(quotes, evidence.attestationKey(), evidence.log());
  }
}
