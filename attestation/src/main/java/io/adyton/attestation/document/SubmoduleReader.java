// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.json.StrictJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the submodules of an evidence document. */
final class SubmoduleReader {
  private static final Set<String> BANKS = Set.of("sha1", "sha256", "sha384");

  private SubmoduleReader() {}

  static List<Submodule> read(StrictJson submodules) throws MalformedEvidenceException {
    List<Submodule> read = new ArrayList<>();
    for (String name : submodules.names()) {
      StrictJson json = submodules.object(name);
      read.add(
          switch (name) {
            case "sim" -> simulated(json);
            case "vtpm" -> tpm(json);
            case "cpu" -> processor(json);
            default -> gpu(name, json);
          });
    }
    return read;
  }

  private static Submodule simulated(StrictJson json) throws MalformedEvidenceException {
    json.only(Set.of("key", "signature", "log"));
    return new Submodule.Simulated(
        json.unpaddedBase64Url("key"),
        json.unpaddedBase64Url("signature"),
        json.unpaddedBase64Url("log"));
  }

  private static Submodule tpm(StrictJson json) throws MalformedEvidenceException {
    json.only(Set.of("quote", "ak", "log"));
    StrictJson quote = json.object("quote").only(Set.of("message", "signature", "pcrs"));
    StrictJson key = json.object("ak").only(Set.of("method", "data", "ek_certs"));
    require(key.text("method").equals("ek-cert"), "ak.method: expected ek-cert");
    StrictJson log = json.object("log").only(Set.of("format", "data"));
    require(log.text("format").equals("tpm2-event-log"), "log.format: expected tpm2-event-log");
    List<Bytes> certificates = new ArrayList<>();
    for (StrictJson certificate : key.list("ek_certs")) {
      certificates.add(certificate.unpaddedBase64Url());
    }
    return new Submodule.Tpm(
        new TpmQuoteEvidence.Quote(
            quote.unpaddedBase64Url("message"),
            Optional.of(quote.unpaddedBase64Url("signature")),
            registers(quote.object("pcrs").only(BANKS))),
        key.unpaddedBase64Url("data"),
        certificates,
        log.unpaddedBase64Url("data"));
  }

  private static Map<String, SortedMap<Integer, Bytes>> registers(StrictJson banks)
      throws MalformedEvidenceException {
    Map<String, SortedMap<Integer, Bytes>> registers = new TreeMap<>();
    for (String bank : banks.names()) {
      StrictJson values = banks.object(bank);
      SortedMap<Integer, Bytes> byIndex = new TreeMap<>();
      for (String index : values.names()) {
        require(
            index.matches("[0-9]|1[0-9]|2[0-3]"), "quote.pcrs: expected registers from 0 to 23");
        byIndex.put(Integer.parseInt(index), values.unpaddedBase64Url(index));
      }
      registers.put(bank, byIndex);
    }
    return registers;
  }

  private static Submodule processor(StrictJson json) throws MalformedEvidenceException {
    json.only(Set.of("report", "cert_chain"));
    Iterator<StrictJson> report = json.list("report").iterator();
    String mediaType = next(report).text();
    Bytes value = next(report).unpaddedBase64Url();
    require(
        next(report).number() == SubmoduleWriter.EVIDENCE && !report.hasNext(),
        "cpu.report: expected [media type, value, 4]");
    for (Submodule.Processor.Kind kind : Submodule.Processor.Kind.values()) {
      if (kind.mediaType().equals(mediaType)) {
        return new Submodule.Processor(
            kind,
            value,
            json.has("cert_chain")
                ? Optional.of(json.unpaddedBase64Url("cert_chain"))
                : Optional.empty());
      }
    }
    throw new MalformedEvidenceException("cpu.report: expected a media type of Adyton's");
  }

  private static StrictJson next(Iterator<StrictJson> elements) throws MalformedEvidenceException {
    require(elements.hasNext(), "cpu.report: expected [media type, value, 4]");
    return elements.next();
  }

  private static Submodule gpu(String name, StrictJson json) throws MalformedEvidenceException {
    require(name.startsWith(Submodule.Gpu.PREFIX), "submods: expected sim, vtpm, cpu or gpu/…");
    json.only(Set.of("arch", "report", "cert_chain"));
    return new Submodule.Gpu(
        name.substring(Submodule.Gpu.PREFIX.length()),
        json.text("arch"),
        json.unpaddedBase64Url("report"),
        json.unpaddedBase64Url("cert_chain"));
  }

  private static void require(boolean holds, String sentence) throws MalformedEvidenceException {
    if (!holds) {
      throw new MalformedEvidenceException("evidence." + sentence);
    }
  }
}
