// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

import java.util.Arrays;

/**
 * What a GPU signed about itself, for a verifier to check: the SPDM measurement report over the
 * caller's nonce, and the certificates that lead to the maker's root. Nothing here is verified.
 *
 * @param nonce the 32 bytes the report was asked for with
 * @param report the GPU's signed measurement report
 * @param cecReport the report of its companion security chip, empty where there is none
 * @param certificateChain the device's certificates, PEM, leaf first
 * @param attestationCertificateChain the certificates of the key that signed the report, PEM
 */
// Every array is copied on its way in and out.
@SuppressWarnings("ArrayRecordComponent")
public record GpuEvidence(
    byte[] nonce,
    byte[] report,
    byte[] cecReport,
    byte[] certificateChain,
    byte[] attestationCertificateChain) {
  /** Bytes of a nonce, {@code NVML_CC_GPU_CEC_NONCE_SIZE}. */
  public static final int NONCE_BYTES = 32;

  public GpuEvidence {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException(
          "a nonce must have " + NONCE_BYTES + " bytes, but has " + nonce.length);
    }
    nonce = nonce.clone();
    report = report.clone();
    cecReport = cecReport.clone();
    certificateChain = certificateChain.clone();
    attestationCertificateChain = attestationCertificateChain.clone();
  }

  @Override
  public byte[] nonce() {
    return nonce.clone();
  }

  @Override
  public byte[] report() {
    return report.clone();
  }

  @Override
  public byte[] cecReport() {
    return cecReport.clone();
  }

  @Override
  public byte[] certificateChain() {
    return certificateChain.clone();
  }

  @Override
  public byte[] attestationCertificateChain() {
    return attestationCertificateChain.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GpuEvidence that
        && Arrays.equals(nonce, that.nonce)
        && Arrays.equals(report, that.report)
        && Arrays.equals(cecReport, that.cecReport)
        && Arrays.equals(certificateChain, that.certificateChain)
        && Arrays.equals(attestationCertificateChain, that.attestationCertificateChain);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(nonce) + Arrays.hashCode(report);
  }
}
