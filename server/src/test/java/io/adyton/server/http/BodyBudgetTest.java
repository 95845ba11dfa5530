// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
  private final List<String> yielded = new ArrayList<>();
  private final BodyBudget budget = new BodyBudget(100);

  private BodyBudget.Share open(String name) {
    return budget.open(() -> yielded.add(name));
  }

  @Test
  void countsWhatEveryBodyHoldsUntilItIsClosed() {
    BodyBudget.Share first = open("first");
    BodyBudget.Share second = open("second");
    assertThat(first.growTo(60)).isTrue();
    assertThat(first.growTo(50)).isTrue();
    assertThat(second.growTo(40)).isTrue();
    assertThat(budget.heldBytes()).isEqualTo(100);
    first.close();
    first.close();
    assertThat(budget.heldBytes()).isEqualTo(40);
    assertThat(yielded).isEmpty();
  }

  @Test
  void letsTheOldestUnfinishedBodyYieldForEachRefusal() {
    BodyBudget.Share complete = open("complete");
    BodyBudget.Share older = open("older");
    open("old").growTo(1);
    BodyBudget.Share late = open("late");
    complete.growTo(50);
    complete.isComplete();
    older.growTo(49);
    assertThat(late.growTo(1)).isFalse();
    assertThat(yielded).containsExactly("older");
    older.close();
    assertThat(late.growTo(51)).isFalse();
    assertThat(yielded).containsExactly("older", "old");
    assertThat(late.growTo(49)).isTrue();
    assertThat(budget.heldBytes()).isEqualTo(100);
  }

  @Test
  void asksNoOtherBodyToYieldWhereTheAskerIsTheOldest() {
    BodyBudget.Share only = open("only");
    open("younger");
    assertThat(only.growTo(101)).isFalse();
    assertThat(yielded).isEmpty();
    assertThat(budget.heldBytes()).isZero();
  }
}
