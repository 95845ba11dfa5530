// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.NvidiaEvidence;
import java.io.IOException;
import java.util.List;

/**
 * The GPUs of this machine, as far as they can speak for themselves. This room knows no driver, so
 * whoever puts the program together brings one. Thread-safe; calls block.
 */
public interface GpuEvidenceSource {
  /** How many bytes the nonce of a report has. */
  int NONCE_BYTES = 32;

  /** Returns the UUIDs of the GPUs that run in confidential mode; none without such GPUs. */
  List<String> devices() throws IOException;

  /**
   * Asks one GPU for a fresh report.
   *
   * @param device one of {@link #devices()}
   * @param nonce {@value #NONCE_BYTES} bytes
   */
  NvidiaEvidence.Report report(String device, Bytes nonce) throws IOException;
}
