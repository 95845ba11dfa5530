// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.json.StrictJson;
import java.util.List;

/** Writes submodules in the form that docs/protocol.md gives. */
public final class SubmoduleWriter {
  /** The bit of a conceptual message wrapper's indicator that says evidence (RFC 9999). */
  static final int EVIDENCE = 4;

  private SubmoduleWriter() {}

  /** Returns an object with one member for each submodule. */
  public static ObjectNode write(List<Submodule> submodules) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    submodules.forEach(submodule -> write(json, submodule));
    return json;
  }

  private static void write(ObjectNode submodules, Submodule submodule) {
    switch (submodule) {
      case Submodule.Simulated simulated ->
          submodules
              .putObject("sim")
              .put("key", StrictJson.unpaddedBase64Url(simulated.key()))
              .put("signature", StrictJson.unpaddedBase64Url(simulated.signature()))
              .put("log", StrictJson.unpaddedBase64Url(simulated.log()));
      case Submodule.Tpm tpm -> writeTpm(submodules.putObject("vtpm"), tpm);
      case Submodule.Processor processor -> {
        ObjectNode cpu = submodules.putObject("cpu");
        cpu.putArray("report")
            .add(processor.kind().mediaType())
            .add(StrictJson.unpaddedBase64Url(processor.report()))
            .add(EVIDENCE);
        processor
            .certificates()
            .ifPresent(chain -> cpu.put("cert_chain", StrictJson.unpaddedBase64Url(chain)));
      }
      case Submodule.Gpu gpu ->
          submodules
              .putObject(gpu.name())
              .put("arch", gpu.architecture())
              .put("report", StrictJson.unpaddedBase64Url(gpu.report()))
              .put("cert_chain", StrictJson.unpaddedBase64Url(gpu.certificates()));
    }
  }

  private static void writeTpm(ObjectNode vtpm, Submodule.Tpm tpm) {
    TpmQuoteEvidence.Quote quote = tpm.quote();
    ObjectNode quoteNode = vtpm.putObject("quote");
    quoteNode.put("message", StrictJson.unpaddedBase64Url(quote.message()));
    quote.signature().ifPresent(s -> quoteNode.put("signature", StrictJson.unpaddedBase64Url(s)));
    ObjectNode banks = quoteNode.putObject("pcrs");
    quote
        .pcrs()
        .forEach(
            (bank, values) -> {
              ObjectNode registers = banks.putObject(bank);
              values.forEach(
                  (index, value) ->
                      registers.put(Integer.toString(index), StrictJson.unpaddedBase64Url(value)));
            });
    ObjectNode key = vtpm.putObject("ak").put("method", "ek-cert");
    key.put("data", StrictJson.unpaddedBase64Url(tpm.attestationKey()));
    ArrayNode certificates = key.putArray("ek_certs");
    tpm.endorsementCertificates().forEach(c -> certificates.add(StrictJson.unpaddedBase64Url(c)));
    vtpm.putObject("log")
        .put("format", "tpm2-event-log")
        .put("data", StrictJson.unpaddedBase64Url(tpm.log()));
  }
}
