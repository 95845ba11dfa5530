// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.AttestationKey;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.json.StrictJson;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads quotes as the tools in use write them. */
public final class TpmQuoteFiles {
  private static final int MAX_REGISTERS = 24;
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_GO_HASH = 32;
  private static final Map<Integer, HashAlgorithm> BY_GO_HASH =
      Map.of(
          3, HashAlgorithm.SHA1,
          5, HashAlgorithm.SHA256,
          6, HashAlgorithm.SHA384,
          7, HashAlgorithm.SHA512);

  private TpmQuoteFiles() {}

  /** Takes the evidence out of files of any format of this kind. */
  public static TpmQuoteEvidence read(EvidenceFiles files) throws MalformedEvidenceException {
    TpmQuoteEvidence evidence =
        switch (files.format()) {
          case RAW, HEX, BASE64 -> ofParts(files, files.decoded("quote"));
          case TPM2TOOLS -> ofParts(files, files.file("quote"));
          case JSON -> ofJson(json(files));
          case GO_ATTESTATION_JSON -> ofGoAttestation(json(files));
          case PROTO -> GoTpmToolsAttestation.read(files.file("evidence"));
          case NSM_FRAMED ->
              throw new MalformedEvidenceException(
                  "tpm-quote: expected a format of TPM tools, found " + files.format().label());
        };
    return files.find("log").isPresent()
        ? new TpmQuoteEvidence(evidence.quotes(), evidence.attestationKey(), files.find("log"))
        : evidence;
  }

  /**
   * Reads a quote of the form {@code {message, signature, pcrs}}, all in hexadecimal, with the
   * values of the registers from 0 on.
   */
  public static Quote readHexQuote(StrictJson quote) throws MalformedEvidenceException {
    return new Quote(
        quote.hex("message"), Optional.of(quote.hex("signature")), fromZero(hexList(quote)));
  }

  /** Names values of the registers from 0 on, whose bank their length tells. */
  public static Map<String, SortedMap<Integer, Bytes>> fromZero(List<Bytes> values)
      throws MalformedEvidenceException {
    if (values.size() > MAX_REGISTERS) {
      throw new MalformedEvidenceException(
          "pcrs: expected at most %d values, found %d".formatted(MAX_REGISTERS, values.size()));
    }
    Map<String, SortedMap<Integer, Bytes>> banks = new HashMap<>();
    for (int register = 0; register < values.size(); register++) {
      put(banks, ofLength(values.get(register)), register, values.get(register));
    }
    return banks;
  }

  private static StrictJson json(EvidenceFiles files) throws MalformedEvidenceException {
    return StrictJson.object("evidence", files.file("evidence"), MAX_BYTES);
  }

  private static List<Bytes> hexList(StrictJson quote) throws MalformedEvidenceException {
    List<Bytes> values = new ArrayList<>();
    for (StrictJson value : quote.list("pcrs")) {
      values.add(value.hex());
    }
    return values;
  }

  private static TpmQuoteEvidence ofParts(EvidenceFiles files, Bytes message)
      throws MalformedEvidenceException {
    Optional<Bytes> dump = files.find("pcrs");
    Map<String, SortedMap<Integer, Bytes>> pcrs =
        dump.isPresent() ? Tpm2ToolsRegisters.read(dump.get()) : Map.of();
    return new TpmQuoteEvidence(
        List.of(new Quote(message, files.find("signature"), pcrs)),
        new AttestationKey(files.find("ak").orElse(Bytes.EMPTY), List.of()),
        Optional.empty());
  }

  private static TpmQuoteEvidence ofJson(StrictJson evidence) throws MalformedEvidenceException {
    StrictJson quote = evidence.object("tpm_quote");
    return new TpmQuoteEvidence(
        List.of(
            new Quote(
                quote.lenientBase64("message"),
                Optional.of(quote.lenientBase64("signature")),
                fromZero(hexList(quote)))),
        new AttestationKey(evidence.lenientBase64("ak_public"), List.of()),
        Optional.empty());
  }

  private static TpmQuoteEvidence ofGoAttestation(StrictJson evidence)
      throws MalformedEvidenceException {
    StrictJson quote = evidence.object("Quote");
    StrictJson log = evidence.object("Log");
    Map<String, SortedMap<Integer, Bytes>> pcrs = new HashMap<>();
    for (StrictJson pcr : log.list("PCRs")) {
      put(
          pcrs,
          goHash(pcr.number("DigestAlg", MAX_GO_HASH)),
          pcr.number("Index", MAX_REGISTERS - 1),
          pcr.lenientBase64("Digest"));
    }
    return new TpmQuoteEvidence(
        List.of(
            new Quote(
                quote.lenientBase64("Quote"), Optional.of(quote.lenientBase64("Signature")), pcrs)),
        new AttestationKey(evidence.object("AK").lenientBase64("Public"), List.of()),
        log.has("Raw") ? Optional.of(log.lenientBase64("Raw")) : Optional.empty());
  }

  static int checkedRegister(long register) throws MalformedEvidenceException {
    if (register < 0 || register >= MAX_REGISTERS) {
      throw new MalformedEvidenceException(
          "pcrs: expected a register from 0 to %d, found %d"
              .formatted(MAX_REGISTERS - 1, register));
    }
    return (int) register;
  }

  static void put(
      Map<String, SortedMap<Integer, Bytes>> banks, HashAlgorithm bank, int register, Bytes value)
      throws MalformedEvidenceException {
    SortedMap<Integer, Bytes> values =
        banks.computeIfAbsent(bank.label(), label -> new TreeMap<>());
    if (values.put(register, value) != null) {
      throw new MalformedEvidenceException(
          "pcrs: expected each register once, found %s:%d again".formatted(bank.label(), register));
    }
  }

  private static HashAlgorithm ofLength(Bytes value) throws MalformedEvidenceException {
    return HashAlgorithm.ofDigestBytes(value.length())
        .orElseThrow(
            () ->
                new MalformedEvidenceException(
                    "pcrs: expected values of 20, 32, 48 or 64 bytes, found " + value.length()));
  }

  private static HashAlgorithm goHash(int number) throws MalformedEvidenceException {
    HashAlgorithm hash = BY_GO_HASH.get(number);
    if (hash == null) {
      throw new MalformedEvidenceException(
          "PCRs.DigestAlg: expected a hash of Go's crypto package that is SHA-1 or SHA-2, found "
              + number);
    }
    return hash;
  }
}
