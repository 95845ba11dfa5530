// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.AttestationKey;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.Replay;
import io.adyton.attestation.x509.TrustAnchors;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TpmQuoteVerifierTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final TestKey RSA = TestKey.rsa(2048);
  private static final TestKey OTHER_RSA = TestKey.rsa(2048);
  private static final TestKey EC = TestKey.p256();
  private static final TpmtPublic AREA = RSA.area(ObjectAttributes.SIGNING);
  private static final TestQuote STANDARD = TestQuote.standard();
  private static final TpmQuoteVerifier VERIFIER = new TpmQuoteVerifier(TrustAnchors.of());

  @Test
  void acceptsQuoteByRsassa() {
    assertThat(verify(TestQuote.evidence(AREA, signed(STANDARD))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 222})
  void acceptsQuoteByRsapssWithSaltOfEitherLength(int saltBytes) {
    Quote quote = STANDARD.signed(message -> RSA.rsapss(HashAlgorithm.SHA256, saltBytes, message));

    assertThat(verify(TestQuote.evidence(AREA, quote))).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @EnumSource(names = "SHA1", mode = EnumSource.Mode.EXCLUDE)
  void acceptsQuoteByEcdsaWithEachHash(HashAlgorithm hash) {
    Quote quote = STANDARD.signed(hash, message -> EC.ecdsa(hash, message));

    assertThat(verify(TestQuote.evidence(EC.area(ObjectAttributes.SIGNING), quote)))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void acceptsBareRsaSignatureUnderABareKey() {
    Bytes message = STANDARD.attest(HashAlgorithm.SHA256).toBytes();
    TpmtSignature.Rsassa signature =
        (TpmtSignature.Rsassa) RSA.rsassa(HashAlgorithm.SHA256, message);
    TpmQuoteEvidence evidence =
        new TpmQuoteEvidence(
            List.of(
                new Quote(
                    message,
                    Optional.of(signature.signature()),
                    Map.of("sha256", STANDARD.values()))),
            new AttestationKey(RSA.subjectPublicKeyInfo(), List.of()),
            Optional.empty());

    assertThat(verify(evidence)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void claimsWhatTheQuoteSays() {
    Verdict verdict = verify(TestQuote.evidence(AREA, signed(STANDARD)));

    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    Map<String, Claim> claims = ((Verdict.Accepted) verdict).claims().byName();
    assertThat(claims)
        .containsEntry("reset_count", new Claim.Number(3))
        .containsEntry("safe", new Claim.Flag(true))
        .containsEntry("ak_attributes", new Claim.Text("0x50072"))
        .containsEntry("ak_name", new Claim.Octets(AREA.name()))
        .containsEntry(
            "pcr_selection", new Claim.Text("sha256:0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15"))
        .containsKey("pcr.sha256.12");
  }

  @Test
  void refusesKeyThatNothingButTheEvidenceVouchesFor() {
    TpmQuoteEvidence evidence = TestQuote.evidence(AREA, signed(STANDARD));

    assertRefused(
        VERIFIER.verify(evidence, demand(TestQuote.NONCE, EvidencePolicy.STRICT)), Reason.CHAIN);
  }

  @Test
  void refusesSignatureByAnotherKey() {
    Quote quote = STANDARD.signed(message -> OTHER_RSA.rsassa(HashAlgorithm.SHA256, message));

    assertRefused(verify(TestQuote.evidence(AREA, quote)), Reason.SIGNATURE);
  }

  @Test
  void refusesSignatureByAKeyOfAnotherKind() {
    Quote quote = STANDARD.signed(message -> EC.ecdsa(HashAlgorithm.SHA256, message));

    assertRefused(verify(TestQuote.evidence(AREA, quote)), Reason.SIGNATURE);
  }

  @Test
  void refusesSignatureOverSha1UnlessAllowed() {
    Quote quote =
        STANDARD.signed(HashAlgorithm.SHA1, message -> RSA.rsassa(HashAlgorithm.SHA1, message));
    TpmQuoteEvidence evidence = TestQuote.evidence(AREA, quote);

    assertRefused(verify(evidence), Reason.SIGNATURE);
    assertThat(VERIFIER.verify(evidence, demand(TestQuote.NONCE, givenKeyAndSha1())))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x40072, 0x50070, 0x50062, 0x50052, 0x70072, 0x300b2})
  void refusesKeyThatCouldSignAnythingOrWasMadeElsewhere(long attributes) {
    TpmtPublic area = RSA.area(new ObjectAttributes(attributes));

    assertRefused(verify(TestQuote.evidence(area, signed(STANDARD))), Reason.CHAIN);
  }

  @Test
  void refusesWeakKey() {
    TestKey weak = TestKey.rsa(1024);
    Quote quote = STANDARD.signed(message -> weak.rsassa(HashAlgorithm.SHA256, message));

    assertRefused(
        verify(TestQuote.evidence(weak.area(ObjectAttributes.SIGNING), quote)), Reason.CHAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "6e6f6e6365313233", "6e6f6e63653132333400", "6e6f6e636531323335"})
  void refusesNonceThatIsNotExactlyTheExpected(String expected) {
    Demand demand = demand(Bytes.ofHex(expected), givenKey());

    assertRefused(
        VERIFIER.verify(TestQuote.evidence(AREA, signed(STANDARD)), demand), Reason.NONCE);
  }

  @Test
  void refusesEmptyNonceWhereOneIsExpected() {
    assertRefused(
        verify(TestQuote.evidence(AREA, signed(STANDARD.withNonce(Bytes.EMPTY)))), Reason.NONCE);
  }

  @Test
  void holdsReportDataAgainstTheNonceToo() {
    Demand demand = new Demand(AT, Optional.empty(), Optional.of(Bytes.ofHex("00")), givenKey());

    assertRefused(
        VERIFIER.verify(TestQuote.evidence(AREA, signed(STANDARD)), demand), Reason.NONCE);
  }

  @Test
  void refusesValuesOfOtherRegistersOfTheSameCount() {
    SortedMap<Integer, Bytes> shifted = new TreeMap<>();
    STANDARD.values().forEach((register, value) -> shifted.put(register + 8, value));

    assertRefused(verify(given(Map.of("sha256", shifted))), Reason.BINDING);
  }

  @Test
  void refusesValuesOfAnotherBank() {
    assertRefused(
        verify(given(Map.of("sha1", STANDARD.withValues(HashAlgorithm.SHA1, sha1()).values()))),
        Reason.BINDING);
  }

  @Test
  void refusesMoreValuesThanWereQuoted() {
    SortedMap<Integer, Bytes> more = new TreeMap<>(STANDARD.values());
    more.put(16, HashAlgorithm.SHA256.filled(0));

    assertRefused(verify(given(Map.of("sha256", more))), Reason.BINDING);
  }

  @Test
  void refusesFewerValuesThanWereQuoted() {
    assertRefused(verify(given(Map.of("sha256", STANDARD.values().headMap(15)))), Reason.BINDING);
    assertRefused(verify(given(Map.of())), Reason.BINDING);
  }

  @Test
  void refusesValuesInAnotherOrder() {
    SortedMap<Integer, Bytes> swapped = new TreeMap<>(STANDARD.values());
    swapped.put(0, STANDARD.values().getOrDefault(1, Bytes.EMPTY));
    swapped.put(1, STANDARD.values().getOrDefault(0, Bytes.EMPTY));

    assertRefused(verify(given(Map.of("sha256", swapped))), Reason.BINDING);
  }

  @Test
  void refusesQuoteOfNoRegister() {
    assertRefused(
        verify(
            TestQuote.evidence(
                AREA, signed(STANDARD.withValues(HashAlgorithm.SHA256, new TreeMap<>())))),
        Reason.BINDING);
  }

  @Test
  void refusesValueThatIsNoDigestOfItsBank() {
    SortedMap<Integer, Bytes> cut = new TreeMap<>(STANDARD.values());
    cut.put(0, Bytes.ofHex("00"));

    assertRefused(verify(given(Map.of("sha256", cut))), Reason.MALFORMED);
  }

  @Test
  void refusesClockThatMayHaveBeenReportedBefore() {
    assertRefused(
        verify(TestQuote.evidence(AREA, signed(STANDARD.withUnsafeClock()))), Reason.MEASUREMENT);
  }

  @Test
  void refusesQuotesOfTwoBoots() {
    TestQuote sha1 = STANDARD.withValues(HashAlgorithm.SHA1, sha1());

    assertThat(verify(TestQuote.evidence(AREA, signed(STANDARD), signed(sha1))))
        .isInstanceOf(Verdict.Accepted.class);
    assertRefused(
        verify(TestQuote.evidence(AREA, signed(STANDARD), signed(sha1.withResetCount(4)))),
        Reason.BINDING);
  }

  @Test
  void refusesOneRegisterInTwoQuotes() {
    assertRefused(
        verify(TestQuote.evidence(AREA, signed(STANDARD), signed(STANDARD))), Reason.BINDING);
  }

  @Test
  void refusesQuoteWithoutSignature() {
    Quote quote = signed(STANDARD);
    Quote unsigned = new Quote(quote.message(), Optional.empty(), quote.pcrs());

    assertRefused(verify(TestQuote.evidence(AREA, unsigned)), Reason.NOT_EVIDENCE);
    assertRefused(verify(TestQuote.evidence(AREA)), Reason.NOT_EVIDENCE);
  }

  @Test
  void refusesRegisterThatPolicyPinsToAnotherValue() {
    TpmQuoteEvidence evidence = TestQuote.evidence(AREA, signed(STANDARD));

    assertRefused(
        VERIFIER.verify(evidence, demand(TestQuote.NONCE, requiring("pcr.sha256.4"))),
        Reason.MEASUREMENT);
  }

  @Test
  void refusesRegisterThatPolicyPinsAndNobodyQuoted() {
    TpmQuoteEvidence evidence = TestQuote.evidence(AREA, signed(STANDARD));

    assertRefused(
        VERIFIER.verify(evidence, demand(TestQuote.NONCE, requiring("pcr.sha384.4"))),
        Reason.MEASUREMENT);
  }

  @Test
  void acceptsLogThatLeadsToTheQuotedRegisters() {
    EventLogBuilder log = log(Set.of(HashAlgorithm.SHA256));

    assertThat(verify(withLog(quotedAfter(log), log.toBytes())))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesLogThatLacksTheLastEvent() {
    EventLogBuilder shorter = log(Set.of(HashAlgorithm.SHA256));
    Bytes lacking = shorter.toBytes();
    shorter.measure(12, EventType.EV_EVENT_TAG, Bytes.ofHex("03"));

    assertRefused(verify(withLog(quotedAfter(shorter), lacking)), Reason.LOG_REPLAY);
  }

  @Test
  void refusesLogWithoutDigestsForTheQuotedBank() {
    EventLogBuilder log = log(EnumSet.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256));
    Bytes otherBank = log(Set.of(HashAlgorithm.SHA1)).toBytes();

    assertRefused(verify(withLog(quotedAfter(log), otherBank)), Reason.LOG_REPLAY);
  }

  @Test
  void refusesLogThatSpeaksOfNoQuotedRegister() {
    EventLogBuilder log = new EventLogBuilder(Set.of(HashAlgorithm.SHA256));
    log.measure(23, EventType.EV_IPL, Bytes.ofHex("01"));

    assertRefused(verify(withLog(signed(STANDARD), log.toBytes())), Reason.LOG_REPLAY);
  }

  @Test
  void refusesEveryFlippedByteOfMessageAndSignature() {
    Quote quote = signed(STANDARD);
    Bytes signature = quote.signature().orElseThrow();
    for (int i = 0; i < quote.message().length(); i++) {
      Quote flipped = new Quote(flipped(quote.message(), i), quote.signature(), quote.pcrs());
      assertThat(verify(TestQuote.evidence(AREA, flipped)))
          .as("byte %d of the message", i)
          .isInstanceOf(Verdict.Refused.class);
    }
    for (int i = 0; i < signature.length(); i++) {
      Quote flipped = new Quote(quote.message(), Optional.of(flipped(signature, i)), quote.pcrs());
      assertThat(verify(TestQuote.evidence(AREA, flipped)))
          .as("byte %d of the signature", i)
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void refusesMessageAndSignatureCutOffAnywhere() {
    Quote quote = signed(STANDARD);
    Bytes signature = quote.signature().orElseThrow();
    for (int length = 0; length < quote.message().length(); length++) {
      Quote cut = new Quote(quote.message().slice(0, length), quote.signature(), quote.pcrs());
      assertRefused(verify(TestQuote.evidence(AREA, cut)), Reason.MALFORMED);
    }
    for (int length = 0; length < signature.length(); length++) {
      Quote cut = new Quote(quote.message(), Optional.of(signature.slice(0, length)), quote.pcrs());
      assertThat(verify(TestQuote.evidence(AREA, cut)))
          .as("signature of %d bytes", length)
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  private static Verdict verify(TpmQuoteEvidence evidence) {
    return VERIFIER.verify(evidence, demand(TestQuote.NONCE, givenKey()));
  }

  private static Quote signed(TestQuote quote) {
    return quote.signed(message -> RSA.rsassa(HashAlgorithm.SHA256, message));
  }

  /** Evidence whose quote is genuine and whose register values are these. */
  private static TpmQuoteEvidence given(Map<String, SortedMap<Integer, Bytes>> values) {
    Quote quote = signed(STANDARD);
    return TestQuote.evidence(AREA, new Quote(quote.message(), quote.signature(), values));
  }

  private static TpmQuoteEvidence withLog(Quote quote, Bytes log) {
    return new TpmQuoteEvidence(
        List.of(quote), new AttestationKey(AREA.toBytes(), List.of()), Optional.of(log));
  }

  private static EventLogBuilder log(Set<HashAlgorithm> banks) {
    EventLogBuilder log = new EventLogBuilder(banks);
    log.measure(0, EventType.EV_S_CRTM_VERSION, Bytes.ofHex("01"));
    log.measure(12, EventType.EV_EVENT_TAG, Bytes.ofHex("02"));
    return log;
  }

  /** A quote over the registers as they are once everything in the log was extended. */
  private static Quote quotedAfter(EventLogBuilder log) {
    try {
      SortedMap<Integer, Bytes> values = new TreeMap<>(STANDARD.values());
      values.putAll(Replay.ofPlatform(EventLog.read(log.toBytes())).bank(HashAlgorithm.SHA256));
      return signed(STANDARD.withValues(HashAlgorithm.SHA256, values));
    } catch (MalformedEvidenceException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SortedMap<Integer, Bytes> sha1() {
    SortedMap<Integer, Bytes> values = new TreeMap<>();
    STANDARD
        .values()
        .forEach((register, value) -> values.put(register, HashAlgorithm.SHA1.hash(value)));
    return values;
  }

  private static Bytes flipped(Bytes bytes, int index) {
    byte[] changed = bytes.toArray();
    changed[index] ^= 0x10;
    return Bytes.of(changed);
  }

  private static Demand demand(Bytes nonce, EvidencePolicy policy) {
    return new Demand(AT, Optional.of(nonce), Optional.empty(), policy);
  }

  private static EvidencePolicy givenKey() {
    return policy(false, Map.of());
  }

  private static EvidencePolicy givenKeyAndSha1() {
    return policy(true, Map.of());
  }

  private static EvidencePolicy requiring(String name) {
    return policy(false, Map.of(name, "00".repeat(32)));
  }

  private static EvidencePolicy policy(boolean allowSha1, Map<String, String> require) {
    return new EvidencePolicy(
        false, false, false, 0, Set.of(), false, Set.of(), false, false, 0, true, allowSha1, false,
        false, require, false);
  }

  private static void assertRefused(Verdict verdict, Reason reason) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) verdict).reason()).isEqualTo(reason);
  }
}
