// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds the measurements of a device against the active values of a manifest. */
final class MeasurementComparison {
  /** What the video decoder 0 measures, which means nothing while it is off. */
  private static final int NVDEC0 = 35;

  private MeasurementComparison() {}

  /**
   * Records {@code <id>.values}. Index i of a manifest is block i + 1 of a report.
   *
   * @return how many values were compared
   */
  static int require(
      String id, ReferenceManifest manifest, SpdmReport report, Appraisal appraisal) {
    int compared = 0;
    List<Integer> differing = new ArrayList<>();
    for (Map.Entry<Integer, List<Bytes>> active : manifest.active().entrySet()) {
      int index = active.getKey();
      if (index == NVDEC0 && report.opaque().isNvdec0Off()) {
        continue;
      }
      compared++;
      Bytes measured = report.measurements().get(index + 1);
      if (measured == null || !active.getValue().contains(measured)) {
        differing.add(index);
      }
    }
    appraisal.require(
        id + ".values",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        differing.isEmpty(),
        compared + " measurements as the manifest has them",
        differing.isEmpty() ? "so" : "another value at index " + differing);
    return compared;
  }
}
