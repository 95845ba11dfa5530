// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;

/** What is asked of documents that cannot be fresh. */
final class Freshness {
  private Freshness() {}

  /** Refuses a demand for a nonce, which manifests and chains do not hold. */
  static void refuseDemand(String id, Demand demand, Appraisal appraisal) {
    demand.nonce().ifPresent(nonce -> refute(id + ".nonce", nonce, appraisal));
    refuseReportData(id, demand, appraisal);
  }

  /** Refuses a demand for report data, which NVIDIA devices do not take. */
  static void refuseReportData(String id, Demand demand, Appraisal appraisal) {
    demand.reportData().ifPresent(data -> refute(id + ".report-data", data, appraisal));
  }

  private static void refute(String id, Bytes expected, Appraisal appraisal) {
    appraisal.require(
        id, Reason.NONCE, Source.VERIFIER_DERIVED, false, expected.hex(), "no such field");
  }
}
