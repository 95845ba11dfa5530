// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.Replay;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Asks whether an event log leads to the registers that were quoted. */
final class LogAppraisal {
  private final Appraisal appraisal;

  LogAppraisal(Appraisal appraisal) {
    this.appraisal = appraisal;
  }

  /**
   * Requires, in each quoted bank, every quoted register that the log speaks of to be the one it
   * leads to, and at least one such register.
   */
  void requireLeadsTo(Bytes bytes, List<QuotedRegisters> quotes) throws MalformedEvidenceException {
    Replay replay = examine(bytes);
    for (QuotedRegisters quoted : quotes) {
      quoted.banks().forEach((bank, values) -> requireBank(bank, values, replay.bank(bank)));
    }
  }

  /** Records how long the log is, and replays it. */
  Replay examine(Bytes bytes) throws MalformedEvidenceException {
    EventLog log = EventLog.read(bytes);
    appraisal.claim("events", log.events().size());
    return Replay.ofPlatform(log);
  }

  private void requireBank(
      HashAlgorithm bank, SortedMap<Integer, Bytes> quoted, SortedMap<Integer, Bytes> replayed) {
    List<Integer> common = replayed.keySet().stream().filter(quoted.keySet()::contains).toList();
    String id = "tpm.log." + bank.label();
    if (common.isEmpty()) {
      appraisal.require(
          id,
          Reason.LOG_REPLAY,
          Source.VERIFIER_DERIVED,
          false,
          "digests for a quoted register of bank " + bank.label(),
          "none");
    }
    for (Map.Entry<Integer, Bytes> register : replayed.entrySet()) {
      Bytes value = quoted.get(register.getKey());
      if (value != null) {
        appraisal.requireEqual(
            id + "." + register.getKey(),
            Reason.LOG_REPLAY,
            Source.HARDWARE_PROVEN,
            value,
            register.getValue());
      }
    }
  }
}
