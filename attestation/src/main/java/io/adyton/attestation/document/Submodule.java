// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import java.util.List;
import java.util.Optional;

/** Evidence of one part of the machine over the anchor. */
public sealed interface Submodule {
  /**
   * No hardware stands behind this: a key of the process signed the anchor, so that everything can
   * be tried where there is no TPM. Never more than AL0.
   *
   * @param key Ed25519 key, SubjectPublicKeyInfo in DER
   * @param signature over {@code "adyton-simulated-v1\0" || anchor}
   * @param log the log of the measured start, in the format of TCG2
   */
  record Simulated(Bytes key, Bytes signature, Bytes log) implements Submodule {}

  /**
   * A TPM 2.0 quote.
   *
   * @param quote TPMS_ATTEST, TPMT_SIGNATURE and the register values
   * @param attestationKey TPMT_PUBLIC of the key that signs
   * @param endorsementCertificates certificate of the TPM's endorsement key and its chain, DER;
   *     empty where the TPM has none
   * @param log the event log of firmware and Adyton's start
   */
  record Tpm(
      TpmQuoteEvidence.Quote quote,
      Bytes attestationKey,
      List<Bytes> endorsementCertificates,
      Bytes log)
      implements Submodule {
    /** Copies the list. */
    public Tpm {
      endorsementCertificates = List.copyOf(endorsementCertificates);
    }
  }

  /**
   * A report of the processor.
   *
   * @param kind what it is
   * @param report report or quote
   * @param certificates PEM of the endorsement key and its chain, where the host hands one out
   */
  record Processor(Kind kind, Bytes report, Optional<Bytes> certificates) implements Submodule {
    /** What a processor's report is. */
    public enum Kind {
      /** AMD SEV-SNP attestation report. */
      SEV_SNP("application/vnd.adyton.sev-snp-report"),
      /** Intel TDX quote. */
      TDX("application/vnd.adyton.tdx-quote"),
      /** Intel SGX quote. */
      SGX("application/vnd.adyton.sgx-quote"),
      /** AWS Nitro attestation document. */
      NITRO("application/vnd.adyton.nitro-document");

      private final String mediaType;

      Kind(String mediaType) {
        this.mediaType = mediaType;
      }

      /** Returns the media type that the document names. */
      public String mediaType() {
        return mediaType;
      }
    }
  }

  /**
   * A report of a GPU.
   *
   * @param id its id
   * @param architecture {@code hopper} or {@code blackwell}
   * @param report SPDM request and response, over {@link #nonceFor}
   * @param certificates PEM device chain, leaf first
   */
  record Gpu(String id, String architecture, Bytes report, Bytes certificates)
      implements Submodule {
    static final String PREFIX = "gpu/";

    private static final Bytes TAG = Bytes.of("NVIDIA-GPU-EAT-v1".getBytes(US_ASCII));

    /** Returns the nonce that GPUs are asked with for evidence over {@code nonce}. */
    public static Bytes nonceFor(Bytes nonce) {
      return Bytes.concat(nonce, TAG).digest("SHA-256");
    }

    /** Returns its name among the submodules. */
    public String name() {
      return PREFIX + id;
    }

    /** Returns how BOUND names this very report. */
    public Bound.Device device() {
      return new Bound.Device(
          name(),
          Bytes.concat(report.digest("SHA-256"), certificates.digest("SHA-256")).digest("SHA-256"));
    }
  }
}
