// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.AttestationKey;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A quote a test makes and signs by itself; each part can be another one.
 *
 * @param bank the bank that is quoted
 * @param values register values that are quoted and given
 * @param nonce extraData
 * @param safe whether the clock is safe
 * @param resetCount resets so far
 */
record TestQuote(
    HashAlgorithm bank,
    SortedMap<Integer, Bytes> values,
    Bytes nonce,
    boolean safe,
    long resetCount) {
  static final Bytes NONCE = Bytes.of("nonce1234".getBytes(StandardCharsets.US_ASCII));

  /** Registers 0 to 15 of the SHA-256 bank, each with a value of its own. */
  static TestQuote standard() {
    SortedMap<Integer, Bytes> values = new TreeMap<>();
    for (int register = 0; register < 16; register++) {
      values.put(register, HashAlgorithm.SHA256.hash(Bytes.of(new byte[] {(byte) register})));
    }
    return new TestQuote(HashAlgorithm.SHA256, values, NONCE, true, 3);
  }

  TestQuote withNonce(Bytes other) {
    return new TestQuote(bank, values, other, safe, resetCount);
  }

  TestQuote withResetCount(long other) {
    return new TestQuote(bank, values, nonce, safe, other);
  }

  TestQuote withUnsafeClock() {
    return new TestQuote(bank, values, nonce, false, resetCount);
  }

  TestQuote withValues(HashAlgorithm otherBank, SortedMap<Integer, Bytes> others) {
    return new TestQuote(otherBank, others, nonce, safe, resetCount);
  }

  /** The structure a TPM would sign, whose digest is made with the hash of the signature. */
  TpmsAttest attest(HashAlgorithm signatureHash) {
    return new TpmsAttest(
        Bytes.ofHex("000b" + "5a".repeat(32)),
        nonce,
        123_456,
        resetCount,
        0,
        safe,
        Bytes.ofHex("2019102300163636"),
        TpmlPcrSelection.of(bank, values.keySet()),
        signatureHash.hash(Bytes.concat(values.values().toArray(Bytes[]::new))));
  }

  /** The quote, signed with SHA-256. */
  Quote signed(Function<Bytes, TpmtSignature> signer) {
    return signed(HashAlgorithm.SHA256, signer);
  }

  Quote signed(HashAlgorithm signatureHash, Function<Bytes, TpmtSignature> signer) {
    Bytes message = attest(signatureHash).toBytes();
    return new Quote(
        message, Optional.of(signer.apply(message).toBytes()), Map.of(bank.label(), values));
  }

  static TpmQuoteEvidence evidence(TpmtPublic key, Quote... quotes) {
    return new TpmQuoteEvidence(
        List.of(quotes), new AttestationKey(key.toBytes(), List.of()), Optional.empty());
  }
}
