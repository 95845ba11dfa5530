// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Register values that came with a quote, by bank and register. They are worth as much as the
 * digest in the quote they are held against.
 *
 * @param banks values as long as a digest of their bank
 */
record QuotedRegisters(Map<HashAlgorithm, SortedMap<Integer, Bytes>> banks) {
  static QuotedRegisters of(Quote quote) throws MalformedEvidenceException {
    Map<HashAlgorithm, SortedMap<Integer, Bytes>> banks = new EnumMap<>(HashAlgorithm.class);
    for (Map.Entry<String, SortedMap<Integer, Bytes>> named : quote.pcrs().entrySet()) {
      HashAlgorithm bank = bank(named.getKey());
      for (Map.Entry<Integer, Bytes> register : named.getValue().entrySet()) {
        if (register.getValue().length() != bank.digestBytes()) {
          throw new MalformedEvidenceException(
              "pcr.%s.%d: expected %d bytes, found %d"
                  .formatted(
                      bank.label(),
                      register.getKey(),
                      bank.digestBytes(),
                      register.getValue().length()));
        }
      }
      if (!named.getValue().isEmpty()) {
        banks.put(bank, new TreeMap<>(named.getValue()));
      }
    }
    return new QuotedRegisters(Collections.unmodifiableMap(banks));
  }

  /** Returns whether these are the registers of the selection, no more and no fewer. */
  boolean areExactly(TpmlPcrSelection selection) {
    Map<HashAlgorithm, Object> selected = new EnumMap<>(HashAlgorithm.class);
    for (TpmlPcrSelection.Bank bank : selection.banks()) {
      if (!bank.registers().isEmpty()) {
        selected.put(bank.algorithm(), bank.registers());
      }
    }
    Map<HashAlgorithm, Object> given = new EnumMap<>(HashAlgorithm.class);
    banks.forEach((bank, values) -> given.put(bank, values.keySet()));
    return !given.isEmpty() && given.equals(selected);
  }

  /** Hashes the values in the order in which a TPM does; call only if {@link #areExactly} so. */
  Bytes digest(TpmlPcrSelection selection, HashAlgorithm hash) {
    Bytes[] values =
        selection.banks().stream()
            .flatMap(bank -> values(bank.algorithm()).values().stream())
            .toArray(Bytes[]::new);
    return hash.hash(Bytes.concat(values));
  }

  SortedMap<Integer, Bytes> values(HashAlgorithm bank) {
    return banks.getOrDefault(bank, Collections.emptySortedMap());
  }

  /** Returns banks and registers as a selection is written. */
  String selectionText() {
    return banks.isEmpty()
        ? "none"
        : new TpmlPcrSelection(
                banks.entrySet().stream()
                    .map(
                        bank ->
                            new TpmlPcrSelection.Bank(
                                bank.getKey(), new TreeSet<>(bank.getValue().keySet())))
                    .toList())
            .toString();
  }

  private static HashAlgorithm bank(String name) throws MalformedEvidenceException {
    return Arrays.stream(HashAlgorithm.values())
        .filter(algorithm -> algorithm.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedEvidenceException(
                    "pcrs: expected a bank sha1, sha256, sha384 or sha512, found another"));
  }
}
