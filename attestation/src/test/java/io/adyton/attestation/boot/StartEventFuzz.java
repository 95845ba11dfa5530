// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.LogEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StartEventFuzz {
  private static final HashAlgorithm BANK = HashAlgorithm.SHA256;
  private static final StartEvent EVENT =
      new StartEvent(Kind.MODEL, "a model", BANK.hash(Bytes.EMPTY));
  private static final int LENGTH = 93;

  @Property
  void readsOrRefusesAnyByteInItsPlace(
      @ForAll @IntRange(max = LENGTH - 1) int position, @ForAll byte value) {
    byte[] data = EVENT.toBytes().toArray();
    data[position] = value;

    readOrRefuse(Bytes.of(data));
  }

  @Property
  void readsOrRefusesEveryBeginning(@ForAll @IntRange(max = LENGTH) int length) {
    readOrRefuse(EVENT.toBytes().slice(0, length));
  }

  /** What is read is written as it was, so that no two texts are one event. */
  private static void readOrRefuse(Bytes data) {
    assertThat(EVENT.toBytes().length()).isEqualTo(LENGTH);
    LogEvent event =
        new LogEvent(
            StartEvent.REGISTER,
            EventType.EV_EVENT_TAG.code(),
            Map.of(BANK, BANK.hash(data)),
            data);
    try {
      for (StartEvent read : StartEvent.in(new EventLog(Set.of(BANK), List.of(event)))) {
        assertThat(read.toBytes()).isEqualTo(data);
      }
    } catch (MalformedEvidenceException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }
}
