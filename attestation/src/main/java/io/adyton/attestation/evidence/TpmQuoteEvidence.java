// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * TPM 2.0 quotes by one attestation key, the register values they speak of, and the log that led
 * there.
 *
 * @param quotes at least one, usually one for each bank
 * @param attestationKey what is known of the key
 * @param log a TCG event log
 */
public record TpmQuoteEvidence(
    List<Quote> quotes, AttestationKey attestationKey, Optional<Bytes> log) implements Evidence {
  /** Copies the list. */
  public TpmQuoteEvidence {
    quotes = List.copyOf(quotes);
  }

  /**
   * One quote.
   *
   * @param message TPMS_ATTEST
   * @param signature TPMT_SIGNATURE, or a bare RSA signature; absent where none was kept
   * @param pcrs register values by bank ({@code sha1}, {@code sha256}, {@code sha384}) and index
   */
  public record Quote(
      Bytes message, Optional<Bytes> signature, Map<String, SortedMap<Integer, Bytes>> pcrs) {}

  /**
   * The key that signs the quotes.
   *
   * @param publicArea PEM public key, TPMT_PUBLIC or TPM2B_PUBLIC
   * @param certificates DER certificates of the key, itself first; empty if there are none
   */
  public record AttestationKey(Bytes publicArea, List<Bytes> certificates) {
    /** Copies the list. */
    public AttestationKey {
      certificates = List.copyOf(certificates);
    }
  }
}
