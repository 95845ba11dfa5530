// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import java.util.Locale;

/** How the main file of a piece of evidence is written. */
public enum EvidenceFormat {
  /** Bytes as they are. */
  RAW,
  /** Hexadecimal text, maybe with 0x in front and a newline at the end. */
  HEX,
  /** Base64 text. */
  BASE64,
  /** JSON of the kind's usual tool. */
  JSON,
  /** JSON of go-attestation. */
  GO_ATTESTATION_JSON,
  /** The protocol buffer attest.Attestation of go-tpm-tools. */
  PROTO,
  /** Files as tpm2-tools write them. */
  TPM2TOOLS,
  /** An envelope around a Nitro document. */
  NSM_FRAMED;

  /** Returns the name in lower case with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
