// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import java.util.Locale;

/** The kinds of evidence and documents, by the names that lists of cases use. */
public enum EvidenceKind {
  SEV_SNP,
  TDX,
  SGX,
  TPM_QUOTE,
  AZURE_SNP_VTPM,
  AZURE_TDX_VTPM,
  AWS_NITRO,
  NVIDIA_GPU,
  NVIDIA_SWITCH,
  NVIDIA_RIM,
  NVIDIA_CHAIN,
  TCG_EVENT_LOG,
  CCEL,
  IMA_LOG;

  /** Returns the name in lower case with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
