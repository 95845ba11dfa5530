// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.Evidence;
import java.io.IOException;

/**
 * A source of hardware reports that hold data of their requester's. Thread-safe; callers wait for
 * each other, and for the device.
 */
public interface ReportCollector {
  /** How many bytes of report data a CPU's report holds. */
  int REPORT_DATA_BYTES = 64;

  /**
   * Asks for a fresh report.
   *
   * @param reportData {@value #REPORT_DATA_BYTES} bytes
   * @return evidence with what the machine itself knows of certificates; collateral is fetched
   *     elsewhere
   * @throws IOException if the source is not there, refuses, or answers with something else
   */
  Evidence collect(Bytes reportData) throws IOException;

  /** Demands the right length. */
  static void requireLength(Bytes reportData) {
    if (reportData.length() != REPORT_DATA_BYTES) {
      throw new IllegalArgumentException(
          "expected report data of %d bytes, found %d"
              .formatted(REPORT_DATA_BYTES, reportData.length()));
    }
  }
}
