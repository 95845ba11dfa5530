// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.collect.ReportCollector;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.Submodule.Processor;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import io.adyton.attestation.evidence.AzureSnpVtpmEvidence;
import io.adyton.attestation.evidence.AzureTdxVtpmEvidence;
import io.adyton.attestation.evidence.ConfidentialEventLog;
import io.adyton.attestation.evidence.Evidence;
import io.adyton.attestation.evidence.FirmwareEventLog;
import io.adyton.attestation.evidence.ImaMeasurementList;
import io.adyton.attestation.evidence.NitroEvidence;
import io.adyton.attestation.evidence.NvidiaChain;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaManifest;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.evidence.SgxEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.intel.Quote;
import io.adyton.attestation.x509.Certificates;
import java.io.IOException;
import java.util.Optional;

/** Reports of the processor over an anchor, in the form in which documents carry them. */
record ProcessorReports(ReportCollector collector) {
  Processor over(Anchor anchor) throws IOException {
    try {
      return processor(collector.collect(anchor.reportData()));
    } catch (MalformedEvidenceException e) {
      throw new IOException("expected evidence of the processor, found other bytes", e);
    }
  }

  private static Processor processor(Evidence evidence)
      throws IOException, MalformedEvidenceException {
    return switch (evidence) {
      case SevSnpEvidence snp ->
          new Processor(
              Kind.SEV_SNP,
              snp.report().orElseThrow(() -> new IOException("expected a report, found none")),
              certificates(snp));
      case TdxEvidence tdx -> quote(Kind.TDX, tdx.quote(), Quote.parseTdx(tdx.quote()).trailing());
      case SgxEvidence sgx -> quote(Kind.SGX, sgx.quote(), Quote.parseSgx(sgx.quote()).trailing());
      case NitroEvidence nitro -> new Processor(Kind.NITRO, nitro.document(), Optional.empty());
      case TpmQuoteEvidence _,
          AzureSnpVtpmEvidence _,
          AzureTdxVtpmEvidence _,
          NvidiaEvidence _,
          NvidiaManifest _,
          NvidiaChain _,
          FirmwareEventLog _,
          ConfidentialEventLog _,
          ImaMeasurementList _ ->
          throw new IOException(
              "expected a report of the processor, found " + evidence.getClass().getSimpleName());
    };
  }

  /** Kernels hand quotes out in a buffer that is longer; verifiers want nothing after the end. */
  private static Processor quote(Kind kind, Bytes buffer, Bytes trailing) {
    return new Processor(
        kind, buffer.slice(0, buffer.length() - trailing.length()), Optional.empty());
  }

  private static Optional<Bytes> certificates(SevSnpEvidence snp)
      throws MalformedEvidenceException {
    if (snp.endorsementKey().isEmpty()) {
      return snp.chain();
    }
    StringBuilder key = new StringBuilder();
    Certificates.read("endorsement key", snp.endorsementKey().get())
        .forEach(certificate -> key.append(Certificates.pem(Certificates.der(certificate))));
    return Optional.of(
        Bytes.concat(Bytes.of(key.toString().getBytes(US_ASCII)), snp.chain().orElse(Bytes.EMPTY)));
  }
}
