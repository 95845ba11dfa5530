// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;

/** What a quote speaks of. */
public sealed interface QuoteBody permits SgxReport, TdReport {
  /** Returns the 64 bytes that the enclave or domain chose. */
  Bytes reportData();
}
