// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks what must hold of quotes by a key of which the caller knows whose it is.
 *
 * <p>The questions, in order, for each quote: does the key’s signature verify, over a hash that may
 * still be used; is the nonce the expected one, exactly; are the values exactly the selected
 * registers; do they hash to the quoted digest; is the clock safe. Then for all: do they speak of
 * one boot, and does the log lead to the quoted values. The claims are recorded whether or not all
 * holds; the verdict decides whether anybody sees them.
 */
public final class QuoteAppraisal {
  private final Appraisal appraisal;
  private final Demand demand;

  private QuoteAppraisal(Appraisal appraisal, Demand demand) {
    this.appraisal = appraisal;
    this.demand = demand;
  }

  private record ReadQuote(String id, TpmsAttest attest, QuotedRegisters registers, Quote source) {}

  /**
   * Appraises quotes that must all be signed by {@code key}.
   *
   * @param log the event log that leads to the quoted values, if there is one
   * @throws MalformedEvidenceException if message, signature, values or log have no structure
   */
  public static void require(
      Appraisal appraisal, Demand demand, QuoteKey key, List<Quote> quotes, Optional<Bytes> log)
      throws MalformedEvidenceException {
    QuoteAppraisal questions = new QuoteAppraisal(appraisal, demand);
    List<ReadQuote> read = read(quotes);
    questions.claim(read);
    for (ReadQuote quote : read) {
      questions.requireQuote(quote, key);
    }
    questions.requireOneBoot(read);
    if (log.isPresent()) {
      new LogAppraisal(appraisal).requireLeadsTo(log.get(), quotedRegisters(read));
    }
  }

  /** Reads quotes and records their claims, and asks nothing. */
  public static void examine(
      Appraisal appraisal, Demand demand, List<Quote> quotes, Optional<Bytes> log)
      throws MalformedEvidenceException {
    new QuoteAppraisal(appraisal, demand).claim(read(quotes));
    if (log.isPresent()) {
      new LogAppraisal(appraisal).examine(log.get());
    }
  }

  private static List<ReadQuote> read(List<Quote> quotes) throws MalformedEvidenceException {
    List<ReadQuote> read = new ArrayList<>();
    for (Quote quote : quotes) {
      String id = quotes.size() == 1 ? "tpm" : "tpm.quote-" + read.size();
      read.add(
          new ReadQuote(id, TpmsAttest.read(quote.message()), QuotedRegisters.of(quote), quote));
    }
    return List.copyOf(read);
  }

  private void requireQuote(ReadQuote quote, QuoteKey key) throws MalformedEvidenceException {
    HashAlgorithm hash = requireSignature(quote, key);
    requireNonce(quote);
    requireRegisters(quote, hash);
    appraisal.require(
        quote.id() + ".safe",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        quote.attest().safe(),
        "a clock that cannot have been reported before",
        quote.attest().safe() ? "so" : "safe is 0");
  }

  private HashAlgorithm requireSignature(ReadQuote quote, QuoteKey key)
      throws MalformedEvidenceException {
    Optional<Bytes> bytes = quote.source().signature();
    if (bytes.isEmpty()) {
      appraisal.require(
          quote.id() + ".signed",
          Reason.NOT_EVIDENCE,
          Source.HARDWARE_PROVEN,
          false,
          "a signature",
          "none");
      return HashAlgorithm.SHA256;
    }
    TpmtSignature signature = key.signature(bytes.get());
    appraisal.require(
        quote.id() + ".signature-hash",
        Reason.SIGNATURE,
        Source.VERIFIER_DERIVED,
        signature.hash() != HashAlgorithm.SHA1 || demand.policy().allowSha1(),
        demand.policy().allowSha1() ? "any hash" : "a hash other than SHA-1",
        signature.hash().javaName());
    appraisal.require(
        quote.id() + ".signature",
        Reason.SIGNATURE,
        Source.HARDWARE_PROVEN,
        SignatureCheck.madeBy(key.key(), signature, quote.source().message()),
        "a signature by the attestation key",
        "%s over %d bytes"
            .formatted(signature.hash().javaName(), quote.source().message().length()));
    return signature.hash();
  }

  private void requireNonce(ReadQuote quote) {
    Bytes found = quote.attest().extraData();
    String id = quote.id() + ".nonce";
    List<Bytes> expected =
        Stream.of(demand.nonce(), demand.reportData()).flatMap(Optional::stream).toList();
    for (Bytes value : expected) {
      appraisal.requireEqual(id, Reason.NONCE, Source.HARDWARE_PROVEN, value, found);
    }
    if (expected.isEmpty()) {
      appraisal.unknown(
          id, Reason.NONCE, Source.HARDWARE_PROVEN, "freshness is not asked for", found.hex());
    }
  }

  private void requireRegisters(ReadQuote quote, HashAlgorithm hash) {
    TpmlPcrSelection selection = quote.attest().pcrSelect();
    boolean same =
        appraisal.require(
            quote.id() + ".pcr-selection",
            Reason.BINDING,
            Source.HARDWARE_PROVEN,
            quote.registers().areExactly(selection),
            selection.banks().isEmpty() ? "at least one register" : selection.toString(),
            quote.registers().selectionText());
    if (same) {
      appraisal.requireEqual(
          quote.id() + ".pcr-digest",
          Reason.BINDING,
          Source.HARDWARE_PROVEN,
          quote.attest().pcrDigest(),
          quote.registers().digest(selection, hash));
    }
  }

  private void requireOneBoot(List<ReadQuote> quotes) {
    if (quotes.size() < 2) {
      return;
    }
    List<String> boots = quotes.stream().map(quote -> boot(quote.attest())).distinct().toList();
    appraisal.require(
        "tpm.one-boot",
        Reason.BINDING,
        Source.HARDWARE_PROVEN,
        boots.size() == 1,
        "one key and one boot in all quotes",
        String.join("; ", boots));
    long registers =
        quotes.stream().mapToLong(quote -> registerNames(quote.registers()).size()).sum();
    long distinct =
        quotes.stream()
            .flatMap(quote -> registerNames(quote.registers()).stream())
            .distinct()
            .count();
    appraisal.require(
        "tpm.distinct-registers",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        registers == distinct,
        "each register in one quote",
        registers + " values of " + distinct + " registers");
  }

  private static String boot(TpmsAttest attest) {
    return "key %s, reset %d, restart %d, firmware %s"
        .formatted(
            attest.qualifiedSigner(),
            attest.resetCount(),
            attest.restartCount(),
            attest.firmwareVersion());
  }

  private static List<String> registerNames(QuotedRegisters registers) {
    return registers.banks().entrySet().stream()
        .flatMap(
            bank ->
                bank.getValue().keySet().stream().map(register -> name(bank.getKey(), register)))
        .toList();
  }

  private static List<QuotedRegisters> quotedRegisters(List<ReadQuote> quotes) {
    return quotes.stream().map(ReadQuote::registers).toList();
  }

  private void claim(List<ReadQuote> quotes) {
    if (!quotes.isEmpty()) {
      claimFacts(quotes.getFirst().attest());
    }
    appraisal.claim(
        "pcr_selection",
        quotes.stream()
            .map(quote -> quote.attest().pcrSelect().toString())
            .collect(Collectors.joining(";")));
    for (ReadQuote quote : quotes) {
      quote
          .registers()
          .banks()
          .forEach(
              (bank, values) ->
                  values.forEach(
                      (register, value) -> appraisal.claim(name(bank, register), value)));
    }
  }

  private void claimFacts(TpmsAttest attest) {
    appraisal.claim("nonce", attest.extraData());
    appraisal.claim("qualified_signer", attest.qualifiedSigner());
    appraisal.claim("clock", attest.clock());
    appraisal.claim("reset_count", attest.resetCount());
    appraisal.claim("restart_count", attest.restartCount());
    appraisal.claim("safe", attest.safe());
    appraisal.claim("firmware_version", attest.firmwareVersion());
    appraisal.claim("pcr_digest", attest.pcrDigest());
  }

  private static String name(HashAlgorithm bank, int register) {
    return "pcr.%s.%d".formatted(bank.label(), register);
  }
}
