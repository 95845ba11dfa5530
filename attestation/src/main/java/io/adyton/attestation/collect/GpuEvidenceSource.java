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

  /**
   * A GPU that can speak for itself.
   *
   * @param uuid its UUID
   * @param architecture {@code hopper} or {@code blackwell}
   */
  record Device(String uuid, String architecture) {}

  /** Returns the GPUs that run in confidential mode; none without such GPUs. */
  List<Device> devices() throws IOException;

  /**
   * Asks one GPU for a fresh report.
   *
   * @param device one of {@link #devices()}
   * @param nonce {@value #NONCE_BYTES} bytes
   * @throws IOException if it gives none
   */
  NvidiaEvidence.Report report(Device device, Bytes nonce) throws IOException;
}
