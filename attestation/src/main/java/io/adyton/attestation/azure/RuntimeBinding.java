// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tpm.QuoteAppraisal;
import io.adyton.attestation.tpm.QuoteKey;
import java.util.List;
import java.util.Optional;

/**
 * Leads from report data that the hardware signed down to the quote of the virtual TPM: report data
 * holds the hash of the runtime data, these hold the attestation key, and that key signed the
 * quote.
 */
final class RuntimeBinding {
  private static final int HASH_BYTES = 32;
  private static final int USER_DATA_BYTES = 64;

  private final Appraisal appraisal;
  private final Demand demand;

  RuntimeBinding(Appraisal appraisal, Demand demand) {
    this.appraisal = appraisal;
    this.demand = demand;
  }

  /** Records what the runtime data say. */
  void claim(HclReport report, RuntimeData data) {
    appraisal.claim("var_data_sha256", report.runtimeData().digest("SHA-256"));
    appraisal.claim("vm_unique_id", data.vmUniqueId());
    appraisal.claim("secure_boot", data.secureBoot());
    appraisal.claim("console_enabled", data.consoleEnabled());
    data.userData().ifPresent(value -> appraisal.claim("user_data", value));
  }

  /** Requires report data to be the hash of the runtime data, and zeros. */
  void requireRuntimeData(HclReport report, Bytes reportData) {
    appraisal.requireEqual(
        "azure.runtime-data",
        Reason.BINDING,
        Source.HARDWARE_PROVEN,
        report.runtimeData().digest("SHA-256"),
        reportData.slice(0, HASH_BYTES));
    appraisal.require(
        "azure.report-data-rest",
        Reason.BINDING,
        Source.HARDWARE_PROVEN,
        reportData.slice(HASH_BYTES, reportData.length()).isZero(),
        "zeros after the hash",
        reportData.slice(HASH_BYTES, reportData.length()).hex());
  }

  /** Requires the quote to be by the key of the runtime data, over the expected nonce. */
  void requireQuote(RuntimeData data, Quote quote) throws MalformedEvidenceException {
    QuoteAppraisal.require(
        appraisal,
        new Demand(demand.at(), demand.nonce(), Optional.empty(), demand.policy()),
        new QuoteKey(data.attestationKey(), Optional.empty()),
        List.of(quote),
        Optional.empty());
  }

  /** Requires the user data to be the nonce, filled up with zeros, if one is asked for. */
  void requireNonceInUserData(RuntimeData data) {
    if (demand.nonce().isEmpty()) {
      return;
    }
    Bytes nonce = demand.nonce().get();
    int rest = Math.max(0, USER_DATA_BYTES - nonce.length());
    appraisal.requireEqual(
        "azure.user-data-nonce",
        Reason.NONCE,
        Source.HARDWARE_PROVEN,
        Bytes.concat(nonce, Bytes.of(new byte[rest])),
        data.userData().orElse(Bytes.EMPTY));
  }

  /** Says that a part is missing without which nothing is proven. */
  void refuseWithout(String id, String part) {
    appraisal.require(id, Reason.NOT_EVIDENCE, Source.HARDWARE_PROVEN, false, part, "none");
  }

  /** Returns the demand for the hardware’s part, which holds no nonce of its own. */
  Demand hardwareDemand() {
    return new Demand(demand.at(), Optional.empty(), demand.reportData(), demand.policy());
  }
}
