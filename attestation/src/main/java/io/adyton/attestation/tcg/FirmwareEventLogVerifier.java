// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.FirmwareEventLog;

/** Reads and replays a firmware event log that stands by itself, which proves nothing. */
public final class FirmwareEventLogVerifier implements Verifier<FirmwareEventLog> {
  @Override
  public void appraise(FirmwareEventLog evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    EventLog log = EventLog.read(evidence.log());
    Replay replay = Replay.ofPlatform(log);
    appraisal.claim("events", log.events().size());
    replay.startupLocality().ifPresent(value -> appraisal.claim("startup_locality", value));
    replay
        .registers()
        .forEach(
            (bank, values) ->
                values.forEach(
                    (register, value) ->
                        appraisal.claim("replay.%s.%d".formatted(bank.label(), register), value)));
    if (!demand.policy().parseOnly()) {
      appraisal.require(
          "tcg.signed",
          Reason.NOT_EVIDENCE,
          Source.OPERATOR_ASSERTED,
          false,
          "a quote over the registers the log leads to",
          "a log by itself");
    }
  }
}
