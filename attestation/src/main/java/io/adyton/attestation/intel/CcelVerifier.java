// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.ConfidentialEventLog;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.Replay;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Judges the event log of a trust domain: the quote first, then whether the log leads to all four
 * of its registers. Register 0 of the log stands for MRTD, which no event extends; 1 to 4 stand for
 * RTMR0 to RTMR3.
 *
 * <p>What is guaranteed of accepted evidence: the digests of the log, in their order, are all that
 * was measured. What is not: what an event says of itself, unless its digest vouches for that.
 */
public final class CcelVerifier implements Verifier<ConfidentialEventLog> {
  private static final Set<Integer> EXTENDED = Set.of(1, 2, 3, 4);

  private final TdxVerifier quotes;

  /** Trusts Intel's own root. */
  public CcelVerifier() {
    this(new TdxVerifier());
  }

  /** Judges quotes as another verifier does, for tests. */
  public CcelVerifier(TdxVerifier quotes) {
    this.quotes = quotes;
  }

  @Override
  public void appraise(ConfidentialEventLog evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    EventLog log = EventLog.readPadded(evidence.log());
    SortedMap<Integer, Bytes> registers =
        Replay.ofConfidentialGuest(log).bank(HashAlgorithm.SHA384);
    appraisal.claim("events", log.events().size());
    registers.forEach((index, value) -> appraisal.claim("replay.sha384." + index, value));
    if (evidence.acpiTable().isPresent()) {
      AcpiTable table = AcpiTable.parse(evidence.acpiTable().get());
      appraisal.claim("acpi.log_area_length", table.logAreaLength());
    }
    Optional<TdxEvidence> quote = evidence.quote();
    if (quote.isPresent()) {
      if (!demand.policy().parseOnly()) {
        quotes.appraise(quote.get(), demand, appraisal);
      }
      requireReplay(registers, Quote.parseTdx(quote.get().quote()), appraisal);
    } else if (!demand.policy().parseOnly()) {
      appraisal.require(
          "ccel.signed",
          Reason.NOT_EVIDENCE,
          Source.OPERATOR_ASSERTED,
          false,
          "a quote over the registers the log leads to",
          "a log by itself");
    }
  }

  private static void requireReplay(
      SortedMap<Integer, Bytes> registers, Quote quote, Appraisal appraisal) {
    appraisal.require(
        "ccel.registers",
        Reason.LOG_REPLAY,
        Source.VERIFIER_DERIVED,
        EXTENDED.containsAll(registers.keySet()),
        "events that extend registers 1 to 4",
        registers.keySet().toString());
    if (quote.body() instanceof TdReport report) {
      List<Bytes> rtmrs = report.rtmrs();
      for (int i = 0; i < rtmrs.size(); i++) {
        appraisal.requireEqual(
            "ccel.rtmr" + i,
            Reason.LOG_REPLAY,
            Source.VERIFIER_DERIVED,
            rtmrs.get(i),
            registers.getOrDefault(i + 1, HashAlgorithm.SHA384.filled(0)));
      }
    }
  }
}
