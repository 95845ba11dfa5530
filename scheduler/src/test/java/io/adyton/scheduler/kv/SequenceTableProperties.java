// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.StepBatch;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.scheduler.engine.StepResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The table beside an engine that really holds what the table says. */
class SequenceTableProperties {
  private static final int CONTEXT = 64;
  private static final int SHORTEST = 4;

  @Property
  void keepsTheEngineInStepAndDomainsApart(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int sequences, @ForAll boolean dense) {
    Random random = new Random(seed);
    EngineFacts facts = new EngineFacts(sequences, CONTEXT, 64, 0, dense, true);
    SimulatedEngine engine =
        new SimulatedEngine(facts, SimulatedModel.hashing(1), SimulatedEngine.Conduct.PROMPT);
    SequenceTable table = new SequenceTable(facts, SHORTEST);
    StepBatch batch = new StepBatch(64);
    StepResult result = new StepResult(64);
    List<Holder> holders = new ArrayList<>();
    Set<String> knownDomains = new HashSet<>();
    for (int round = 0; round < 60; round++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          String domain = "domain" + random.nextInt(3);
          int[] wanted = new int[5 + random.nextInt(40)];
          Arrays.fill(wanted, 0, wanted.length, 'x');
          wanted[random.nextInt(wanted.length)] = 'a' + random.nextInt(3);
          int sequence = table.acquire(domain, wanted, wanted.length, batch);
          if (holders.size() == sequences) {
            assertThat(sequence).isEqualTo(SequenceTable.NONE);
          } else {
            assertThat(holders).noneMatch(holder -> holder.sequence == sequence);
            int reused = table.reused();
            assertThat(reused).isLessThan(wanted.length).isEqualTo(table.length(sequence));
            assertThat(reused == 0 || reused >= SHORTEST).isTrue();
            if (knownDomains.add(domain)) {
              assertThat(reused).as("first of its domain").isZero();
            }
            for (int i = reused; i < wanted.length; i++) {
              batch.addRow(wanted[i], i, sequence, StepBatch.NO_SAMPLER);
            }
            assertThat(engine.step(batch, result)).isEqualTo(StepOutcome.COMPUTED);
            batch.clear();
            table.append(sequence, wanted, reused, wanted.length - reused);
            holders.add(new Holder(sequence, wanted));
          }
        }
        case 2 -> {
          if (!holders.isEmpty()) {
            Holder ended = holders.remove(random.nextInt(holders.size()));
            table.release(ended.sequence, random.nextInt(4) > 0, batch);
          }
        }
        case 3 -> {
          int outlier = table.outlier();
          if (outlier != SequenceTable.NONE) {
            Holder moved =
                holders.stream().filter(h -> h.sequence == outlier).findFirst().orElseThrow();
            holders.remove(moved);
            int sequence = table.compact(outlier, batch);
            assertThat(sequence).isLessThan(outlier);
            assertThat(holders).noneMatch(holder -> holder.sequence == sequence);
            holders.add(new Holder(sequence, moved.tokens));
          } else if (random.nextInt(8) == 0) {
            table.evict(batch);
          }
        }
        default -> throw new AssertionError();
      }
      assertThat(engine.step(batch, result)).isEqualTo(StepOutcome.COMPUTED);
      batch.clear();
      long held = 0;
      for (int i = 0; i < sequences; i++) {
        assertThat(engine.length(i)).as("sequence " + i).isEqualTo(table.length(i));
        held += table.length(i);
      }
      assertThat(table.held()).isEqualTo(held);
      assertThat(table.running()).isEqualTo(holders.size());
      for (Holder holder : holders) {
        assertThat(table.length(holder.sequence)).isEqualTo(holder.tokens.length);
      }
    }
  }

  private record Holder(int sequence, int[] tokens) {}
}
