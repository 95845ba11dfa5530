// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.bytes.Bytes;

/** Where the parts of an HCL report lie. */
final class HclBytes {
  static final int REPORT_OFFSET = 32;
  static final int SNP_SIGNED_LENGTH = 0x2a0;
  static final int RUNTIME_OFFSET = 1236;

  private HclBytes() {}

  /** Returns var_size, the last of the five numbers before the runtime data. */
  static int runtimeLength(Bytes hclReport) {
    int at = RUNTIME_OFFSET - 4;
    return hclReport.at(at) | hclReport.at(at + 1) << 8;
  }

  static int contentLength(Bytes hclReport) {
    return RUNTIME_OFFSET + runtimeLength(hclReport);
  }

  /** Finds the byte that is the {@code index}th of the signed ones. */
  static int offset(int index, int signedLength) {
    return index < signedLength ? REPORT_OFFSET + index : RUNTIME_OFFSET + index - signedLength;
  }
}
