// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Check.Status;
import io.adyton.attestation.appraisal.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How often attacks are tried, and what must become of them. */
final class Attacks {
  /** Tries of each attack. */
  static final int TRIES = Boolean.getBoolean("adyton.test.full") ? 1_000 : 50;

  private Attacks() {}

  /**
   * Demands that these checks and no others stop the attack, and that a verifier without them would
   * accept it: so it is they that stop it.
   */
  static void assertStoppedBy(ServerAppraisal appraisal, String... ids) {
    Verdict verdict = appraisal.verdict();

    assertThat(appraisal.isAccepted()).isFalse();
    assertThat(refuted(verdict)).containsExactlyInAnyOrder(ids);
    assertThat(acceptsWithout(Set.copyOf(Arrays.asList(ids)), verdict)).isTrue();
  }

  static Set<String> refuted(Verdict verdict) {
    return verdict.checks().stream()
        .filter(check -> check.status() == Status.REFUTED)
        .map(Check::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Judges as a verifier would that never asked some of the questions. */
  private static boolean acceptsWithout(Set<String> ids, Verdict verdict) {
    List<Check> asked =
        verdict.checks().stream().filter(check -> !ids.contains(check.id())).toList();
    return asked.stream().noneMatch(check -> check.status() == Status.REFUTED)
        && asked.stream().anyMatch(check -> check.status() == Status.ASSERTED);
  }
}
