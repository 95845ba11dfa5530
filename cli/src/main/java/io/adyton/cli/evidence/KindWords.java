// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import io.adyton.attestation.evidence.EvidenceKind;

/** What people call the kinds of evidence. */
final class KindWords {
  private KindWords() {}

  static String of(EvidenceKind kind) {
    return switch (kind) {
      case SEV_SNP -> "AMD SEV-SNP attestation report";
      case TDX -> "Intel TDX quote";
      case SGX -> "Intel SGX quote";
      case TPM_QUOTE -> "TPM 2.0 quote";
      case AZURE_SNP_VTPM -> "Azure confidential VM on SEV-SNP, with its virtual TPM";
      case AZURE_TDX_VTPM -> "Azure confidential VM on TDX, with its virtual TPM";
      case AWS_NITRO -> "AWS Nitro Enclave attestation document";
      case NVIDIA_GPU -> "NVIDIA GPU attestation report";
      case NVIDIA_SWITCH -> "NVIDIA NVSwitch attestation report";
      case NVIDIA_RIM -> "NVIDIA manifest of reference values";
      case NVIDIA_CHAIN -> "NVIDIA device certificate chain";
      case TCG_EVENT_LOG -> "TCG firmware event log";
      case CCEL -> "Event log of a TDX guest";
      case IMA_LOG -> "Linux IMA measurement list";
    };
  }
}
