// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.AttestationKey;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The protocol buffer {@code attest.Attestation} of go-tpm-tools, as far as it concerns a TPM. */
final class GoTpmToolsAttestation {
  private static final int AK_PUB = 1;
  private static final int QUOTES = 2;
  private static final int EVENT_LOG = 3;
  private static final int AK_CERT = 6;
  private static final int INTERMEDIATE_CERTS = 7;

  private static final int QUOTE = 1;
  private static final int RAW_SIG = 2;
  private static final int PCRS = 3;

  private static final int HASH = 1;
  private static final int VALUES = 2;

  private static final int MAP_KEY = 1;
  private static final int MAP_VALUE = 2;

  private GoTpmToolsAttestation() {}

  static TpmQuoteEvidence read(Bytes message) throws MalformedEvidenceException {
    ProtoMessage attestation = ProtoMessage.read("attest.Attestation", message);
    List<Quote> quotes = new ArrayList<>();
    for (Bytes quote : attestation.all(QUOTES)) {
      quotes.add(quote(ProtoMessage.read("tpm.Quote", quote)));
    }
    List<Bytes> certificates = new ArrayList<>();
    attestation.find(AK_CERT).ifPresent(certificates::add);
    certificates.addAll(attestation.all(INTERMEDIATE_CERTS));
    return new TpmQuoteEvidence(
        quotes,
        new AttestationKey(attestation.find(AK_PUB).orElse(Bytes.EMPTY), certificates),
        attestation.find(EVENT_LOG));
  }

  private static Quote quote(ProtoMessage quote) throws MalformedEvidenceException {
    Optional<Bytes> pcrs = quote.find(PCRS);
    return new Quote(
        quote.find(QUOTE).orElse(Bytes.EMPTY),
        quote.find(RAW_SIG),
        pcrs.isPresent() ? pcrs(ProtoMessage.read("tpm.PCRs", pcrs.get())) : Map.of());
  }

  private static Map<String, SortedMap<Integer, Bytes>> pcrs(ProtoMessage pcrs)
      throws MalformedEvidenceException {
    HashAlgorithm bank = HashAlgorithm.of("tpm.PCRs.hash", (int) pcrs.number(HASH));
    Map<String, SortedMap<Integer, Bytes>> banks = new HashMap<>();
    for (Bytes entry : pcrs.all(VALUES)) {
      ProtoMessage pair = ProtoMessage.read("tpm.PCRs.pcrs", entry);
      TpmQuoteFiles.put(
          banks,
          bank,
          TpmQuoteFiles.checkedRegister(pair.number(MAP_KEY)),
          pair.find(MAP_VALUE).orElse(Bytes.EMPTY));
    }
    return banks;
  }
}
