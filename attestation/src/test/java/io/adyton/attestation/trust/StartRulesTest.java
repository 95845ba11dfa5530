// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartRulesTest {
  private static final Bytes KNOWN = GenuineServer.digest("known");
  private static final Bytes OTHER = GenuineServer.digest("other");
  private static final StartDemands EVERYTHING =
      new StartDemands(
          Set.of(MeasuredStart.code(List.of())), Set.of(KNOWN), Set.of(KNOWN), Set.of(KNOWN), true);

  @Test
  void acceptsWhatThePolicyNames() {
    assertThat(appraise(EVERYTHING, started(List.of(), 0))).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource({"JVM_FLAGS, jvm-flags", "ENVIRONMENT, environment", "CONFIGURATION, configuration"})
  void refusesWhatThePolicyDoesNotName(Kind kind, String check) {
    MeasuredStart changed =
        new MeasuredStart(
            started(List.of(), 0).events().stream()
                .map(event -> event.kind() == kind ? new StartEvent(kind, "x", OTHER) : event)
                .toList(),
            0,
            0);

    assertThat(Attacks.refuted(appraise(EVERYTHING, changed))).containsExactly(check);
    assertThat(appraise(StartDemands.NONE, changed)).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource({"JVM_FLAGS, jvm-flags", "ENVIRONMENT, environment", "CONFIGURATION, configuration"})
  void refusesSecondValueBesideTheNamedOne(Kind kind, String check) {
    MeasuredStart extended = started(List.of(new StartEvent(kind, "x", OTHER)), 0);

    assertThat(Attacks.refuted(appraise(EVERYTHING, extended))).containsExactly(check);
  }

  @Test
  void refusesStartThatDidNotMeasureWhatThePolicyNames() {
    MeasuredStart bare = new MeasuredStart(List.of(new StartEvent(Kind.START, "1.0", OTHER)), 0, 0);

    assertThat(Attacks.refuted(appraise(EVERYTHING, bare)))
        .containsExactly("configuration", "environment", "jvm-flags");
  }

  @Test
  void refusesEarlierStartWhereThePolicyWantsASingleOne() {
    MeasuredStart second = started(List.of(), 1);

    assertThat(Attacks.refuted(appraise(EVERYTHING, second))).containsExactly("single-start");
    assertThat(appraise(StartDemands.NONE, second)).isInstanceOf(Verdict.Accepted.class);
  }

  private static Verdict appraise(StartDemands demands, MeasuredStart start) {
    Appraisal appraisal = new Appraisal();
    new StartRules(demands, appraisal).require(start, List.of());
    return appraisal.verdict();
  }

  private static MeasuredStart started(List<StartEvent> more, int earlierStarts) {
    List<StartEvent> events = new ArrayList<>();
    events.add(new StartEvent(Kind.START, "1.0", OTHER));
    for (Kind kind : List.of(Kind.JVM_FLAGS, Kind.ENVIRONMENT, Kind.CONFIGURATION)) {
      events.add(new StartEvent(kind, "x", KNOWN));
    }
    events.addAll(more);
    return new MeasuredStart(events, 0, earlierStarts);
  }
}
