// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.text.Text;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A scheduler whose thread is the test's and whose clock is a number. */
final class Simulation {
  static final EngineFacts FACTS = new EngineFacts(4, 96, 32, 0, true, true);

  final SimulatedEngine engine;
  final Meter meter = new Meter();
  final SchedulerCounters counters = new SchedulerCounters();
  final AdmissionDesk desk;
  private final EngineLoop loop;
  private final Doorbell doorbell;
  private final EngineFacts facts;
  private long nowNanos = 1_000_000_000_000L;

  Simulation(
      EngineFacts facts,
      SchedulerSettings settings,
      SimulatedModel model,
      SimulatedEngine.Conduct conduct) {
    this.facts = facts;
    engine = new SimulatedEngine(facts, model, conduct);
    desk = new AdmissionDesk(settings, facts.contextLength());
    doorbell = new Doorbell(engine::interrupt);
    loop = new EngineLoop(engine, meter, settings, () -> nowNanos, desk, counters, doorbell);
  }

  static Simulation of(SchedulerSettings settings, SimulatedModel model) {
    return new Simulation(FACTS, settings, model, SimulatedEngine.Conduct.PROMPT);
  }

  Generation submit(GenerationRequest request, GenerationListener listener)
      throws AdmissionException {
    desk.enter(request);
    Generation generation = new Generation(request, listener, doorbell, nowNanos);
    loop.enqueue(generation);
    return generation;
  }

  long tick() {
    return loop.tick();
  }

  /** Ticks until there is nothing to do without news, at most {@code most} times. */
  void settle(int most) {
    for (int i = 0; i < most; i++) {
      if (loop.tick() > 0) {
        return;
      }
    }
    throw new AssertionError("still busy after " + most + " ticks");
  }

  void advance(long nanos) {
    nowNanos += nanos;
  }

  boolean isEmpty() {
    return loop.isEmpty();
  }

  SchedulerLoad load() {
    return counters.load(
        desk.waiting(), (long) facts.sequences() * facts.contextLength(), desk.isDraining());
  }

  void shutDown() {
    loop.shutDown();
    engine.close();
  }

  static GenerationRequest request(String id, String tenant, String prompt, int maxTokens) {
    return new GenerationRequest(
        id,
        tenant,
        1,
        0,
        tenant,
        prompt.chars().toArray(),
        maxTokens,
        SamplingParams.GREEDY,
        List.<Text>of(),
        false,
        TokenScores.NOT_WANTED);
  }

  /** A gate that counts, and stops or delays whom the test says. */
  static final class Meter implements TokenGate {
    final Map<String, TokenEvent.Usage> closed = new HashMap<>();
    final Map<String, Long> verdicts = new HashMap<>();
    private final Map<Integer, String> open = new HashMap<>();
    private final Map<String, int[]> counts = new HashMap<>();

    @Override
    public void opened(int slot, GenerationRequest request) {
      assertThat(open.put(slot, request.id())).as("slot is free").isNull();
      assertThat(counts.put(request.id(), new int[3])).as("opened once").isNull();
    }

    @Override
    public void account(int n, int[] slot, byte[] kind, int[] count, long[] verdict) {
      for (int i = 0; i < n; i++) {
        String id = open.get(slot[i]);
        assertThat(id).as("slot is open").isNotNull();
        verdict[i] = verdicts.getOrDefault(id, GO);
        if (verdict[i] >= 0) {
          counts.getOrDefault(id, new int[3])[kind[i]] += count[i];
        }
      }
    }

    @Override
    public void closed(int slot, TokenEvent.Usage usage) {
      String id = open.remove(slot);
      assertThat(id).as("slot was open").isNotNull();
      closed.put(id, usage);
    }

    int accepted(String id, byte kind) {
      return counts.getOrDefault(id, new int[3])[kind];
    }

    boolean isIdle() {
      return open.isEmpty();
    }

    @Override
    public String toString() {
      return "Meter" + Arrays.toString(open.values().toArray());
    }
  }
}
