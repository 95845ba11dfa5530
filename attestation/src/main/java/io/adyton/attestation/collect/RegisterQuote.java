// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tpm.TpmsAttest;
import io.adyton.attestation.tpm.device.Tpm;
import io.adyton.attestation.tpm.device.Tpm.SignedQuote;
import io.adyton.attestation.tpm.device.TpmHandle;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Quotes of PCRs 0 to 15, SHA-256 bank, with the very values that were quoted. */
final class RegisterQuote {
  private static final SortedSet<Integer> REGISTERS =
      new TreeSet<>(IntStream.range(0, 16).boxed().toList());
  private static final int ATTEMPTS = 5;

  private RegisterQuote() {}

  /**
   * Quotes until no register changed between the reading of its value and the quote.
   *
   * @throws IOException also if registers do not stand still
   */
  static Quote take(Tpm tpm, TpmHandle key, Bytes qualifyingData) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      SortedMap<Integer, Bytes> values = tpm.registers(REGISTERS);
      SignedQuote quote = tpm.quote(key, qualifyingData, REGISTERS);
      if (quotes(quote.message(), values)) {
        return new Quote(quote.message(), Optional.of(quote.signature()), Map.of("sha256", values));
      }
    }
    throw new IOException(
        "expected registers to stand still while they are quoted, found them changed %d times"
            .formatted(ATTEMPTS));
  }

  private static boolean quotes(Bytes message, SortedMap<Integer, Bytes> values)
      throws IOException {
    Bytes digest = Bytes.concat(values.values().toArray(Bytes[]::new)).digest("SHA-256");
    try {
      return TpmsAttest.read(message).pcrDigest().equals(digest);
    } catch (MalformedEvidenceException e) {
      throw new IOException("expected a quote of the TPM, found other bytes", e);
    }
  }
}
