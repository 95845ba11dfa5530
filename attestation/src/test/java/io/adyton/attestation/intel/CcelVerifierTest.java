// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.ConfidentialEventLog;
import io.adyton.attestation.intel.SyntheticIntel.QuoteBuilder;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CcelVerifierTest {
  private static final SyntheticIntel INTEL = new SyntheticIntel();
  private static final CcelVerifier VERIFIER =
      new CcelVerifier(new TdxVerifier(INTEL.root.certificate()));
  private static final Demand STRICT =
      new Demand(
          Instant.parse("2026-01-15T00:00:00Z"),
          Optional.empty(),
          Optional.empty(),
          EvidencePolicy.STRICT);
  private static final Bytes KERNEL = SyntheticIntel.bytes("kernel");
  private static final int RTMR0 = 328;
  private static final int RTMR_BYTES = 48;

  @Test
  void acceptsLogThatLeadsToRegistersOfQuote() {
    assertThat(verify(padded(log()), quote(register(KERNEL), 1)))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesLogOfAnotherStart() {
    assertThat(reason(verify(padded(log()), quote(register(SyntheticIntel.bytes("other")), 1))))
        .isEqualTo(Reason.LOG_REPLAY);
  }

  @Test
  void refusesRegisterThatLogDoesNotExplain() {
    QuoteBuilder quote = quote(register(KERNEL), 1).put(RTMR0 + 3 * RTMR_BYTES, register(KERNEL));

    assertThat(reason(verify(padded(log()), quote))).isEqualTo(Reason.LOG_REPLAY);
  }

  @Test
  void refusesEventThatExtendsBuildTimeMeasurement() {
    EventLogBuilder builder = new EventLogBuilder(Set.of(HashAlgorithm.SHA384));
    builder.measure(2, EventType.EV_IPL, KERNEL);
    builder.measure(0, EventType.EV_IPL, KERNEL);

    assertThat(reason(verify(padded(builder.toBytes()), quote(register(KERNEL), 1))))
        .isEqualTo(Reason.LOG_REPLAY);
  }

  @Test
  void refusesGoodLogBesideQuoteThatIsNot() {
    QuoteBuilder quote = quote(register(KERNEL), 1).flip(120, 1);

    assertThat(reason(verify(padded(log()), quote))).isEqualTo(Reason.DEBUG);
  }

  @Test
  void refusesLogByItself() {
    var alone = new ConfidentialEventLog(padded(log()), Optional.empty(), Optional.empty());

    assertThat(reason(VERIFIER.verify(alone, STRICT))).isEqualTo(Reason.NOT_EVIDENCE);
  }

  @Test
  void refusesEveryFlippedByteOfDigests() {
    Bytes log = log();
    int digest = log.length() - KERNEL.length() - 4 - RTMR_BYTES;
    for (int index : SampleCases.indices(RTMR_BYTES)) {
      Bytes changed = SampleCases.flipped(log, digest + index);
      assertThat(reason(verify(padded(changed), quote(register(KERNEL), 1))))
          .isEqualTo(Reason.LOG_REPLAY);
    }
  }

  @Test
  void refusesEveryFlippedByteOfAcpiTable() {
    Bytes table = acpiTable();
    var whole =
        new ConfidentialEventLog(
            padded(log()),
            Optional.of(table),
            Optional.of(INTEL.evidence(quote(register(KERNEL), 1))));
    assertThat(VERIFIER.verify(whole, STRICT)).isInstanceOf(Verdict.Accepted.class);
    for (int index : SampleCases.indices(table.length())) {
      var evidence =
          new ConfidentialEventLog(
              padded(log()),
              Optional.of(SampleCases.flipped(table, index)),
              Optional.of(INTEL.evidence(quote(register(KERNEL), 1))));
      assertThat(reason(VERIFIER.verify(evidence, STRICT))).isEqualTo(Reason.MALFORMED);
    }
  }

  private static Bytes log() {
    EventLogBuilder builder = new EventLogBuilder(Set.of(HashAlgorithm.SHA384));
    builder.measure(2, EventType.EV_IPL, KERNEL);
    return builder.toBytes();
  }

  private static Bytes acpiTable() {
    byte[] table =
        Bytes.concat(
                SyntheticIntel.bytes("CCEL"),
                SyntheticIntel.number(4, 56),
                Bytes.of(new byte[28]),
                SyntheticIntel.number(4, 2),
                SyntheticIntel.number(8, 0x40000),
                SyntheticIntel.number(8, 0x1000))
            .toArray();
    byte sum = 0;
    for (byte one : table) {
      sum += one;
    }
    table[9] -= sum;
    return Bytes.of(table);
  }

  /** Puts a log at the start of its area. */
  private static Bytes padded(Bytes log) {
    byte[] filler = new byte[100];
    Arrays.fill(filler, (byte) 0xff);
    return Bytes.concat(log, Bytes.of(filler));
  }

  private static Bytes register(Bytes data) {
    return HashAlgorithm.SHA384.extend(
        HashAlgorithm.SHA384.filled(0), HashAlgorithm.SHA384.hash(data));
  }

  private static QuoteBuilder quote(Bytes register, int index) {
    return INTEL.tdx().put(RTMR0 + index * RTMR_BYTES, register);
  }

  private static Verdict verify(Bytes log, QuoteBuilder quote) {
    return VERIFIER.verify(
        new ConfidentialEventLog(log, Optional.empty(), Optional.of(INTEL.evidence(quote))),
        STRICT);
  }

  private static Reason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }
}
