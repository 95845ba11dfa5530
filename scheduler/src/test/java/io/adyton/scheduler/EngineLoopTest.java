// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import static io.adyton.scheduler.Simulation.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.scheduler.AdmissionException.Reason;
import io.adyton.scheduler.TokenEvent.FailureReason;
import io.adyton.scheduler.TokenEvent.FinishReason;
import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.scheduler.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineLoopTest {
  private static final SimulatedModel ENDLESS = SimulatedModel.saying("x".repeat(5000));
  private static final long SECOND = 1_000_000_000L;

  private static RecordingListener submit(Simulation simulation, GenerationRequest request)
      throws AdmissionException {
    RecordingListener listener = new RecordingListener();
    simulation.submit(request, listener).request(Long.MAX_VALUE);
    return listener;
  }

  @Test
  void letsRequestsJoinWhileOthersRun() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    RecordingListener first = submit(simulation, request("a", "t", "first", 20));
    simulation.tick();
    simulation.tick();
    RecordingListener second = submit(simulation, request("b", "u", "second", 20));
    simulation.tick();
    assertThat(second.deltas()).as("prefilled in the next step").isEqualTo(1);
    simulation.tick();
    assertThat(first.deltas()).isEqualTo(3);
    assertThat(second.deltas()).isEqualTo(2);
  }

  @Test
  void holdsScoresBackAsLongAsTheirText() throws Exception {
    RecordingListener listener = new RecordingListener();
    Simulation simulation =
        Simulation.of(SchedulerSettings.DEFAULT, SimulatedModel.saying("aXbXYc"));
    simulation.submit(scored("XY", 9), listener).request(Long.MAX_VALUE);
    List<String> afterEachTick = new ArrayList<>();
    while (listener.end() == null) {
      simulation.tick();
      afterEachTick.add(scoredTokens(listener));
    }
    assertThat(afterEachTick).containsExactly("a", "a", "aXb", "aXb", "aXb");
    assertThat(listener.text()).isEqualTo("aXb");
  }

  @Test
  void scoresEveryTokenOfACharacterOnceItIsComplete() throws Exception {
    RecordingListener listener = new RecordingListener();
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, SimulatedModel.saying("é"));
    simulation.submit(scored("stop", 9), listener).request(Long.MAX_VALUE);
    simulation.tick();
    assertThat(scoredTokens(listener)).isEmpty();
    simulation.tick();
    assertThat(scoredTokens(listener)).isEqualTo("\u00C3\u00A9");
  }

  @Test
  void scoresTheTokenOfACharacterThatNeverBecomesComplete() throws Exception {
    RecordingListener listener = new RecordingListener();
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, SimulatedModel.saying("é"));
    simulation.submit(scored("stop", 1), listener).request(Long.MAX_VALUE);
    simulation.tick();
    assertThat(listener.text()).isEqualTo("\uFFFD");
    assertThat(scoredTokens(listener)).isEqualTo("\u00C3");
  }

  private static GenerationRequest scored(String stop, int maxTokens) {
    return new GenerationRequest(
        "scored",
        "t",
        1,
        0,
        "t",
        new int[] {'h'},
        maxTokens,
        SamplingParams.GREEDY,
        List.of(Text.ofPublic(stop)),
        false,
        1);
  }

  private static String scoredTokens(RecordingListener listener) {
    StringBuilder tokens = new StringBuilder();
    for (int i = 0; i < listener.scores().size(); i += 2) {
      tokens.append((char) listener.scores().token(i));
    }
    return tokens.toString();
  }

  @Test
  void tellsHowFarAPromptIsBeforeItsFirstTokenAndNoLonger() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    String prompt = "p".repeat(80);
    submit(simulation, request("a", "t", prompt.substring(0, 40), 1));
    simulation.settle(9);
    List<PrefillProgress> told = new ArrayList<>();
    List<Integer> toldAtTokens = new ArrayList<>();
    simulation
        .submit(
            request("b", "t", prompt, 3),
            new GenerationListener() {
              @Override
              public void onEvent(TokenEvent event) {
                if (event instanceof TokenEvent.Delta delta) {
                  delta.close();
                  toldAtTokens.add(told.size());
                }
              }

              @Override
              public void onPrefilled(PrefillProgress progress) {
                told.add(progress);
                simulation.advance(7);
              }
            })
        .request(9);
    simulation.settle(9);
    assertThat(told)
        .containsExactly(new PrefillProgress(80, 40, 72, 0), new PrefillProgress(80, 40, 80, 7));
    assertThat(toldAtTokens).containsExactly(2, 2, 2);
  }

  @Test
  void wakesReadersOnceAndAfterTheWholeStep() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    List<String> log = new ArrayList<>();
    simulation.submit(request("a", "t", "first", 2), new Diary("a", log)).request(9);
    simulation.submit(request("b", "u", "second", 9), new Diary("b", log)).request(9);
    simulation.tick();
    assertThat(log.subList(0, 2)).containsExactlyInAnyOrder("a Delta", "b Delta");
    assertThat(log.subList(2, 4)).containsExactlyInAnyOrder("a published", "b published");
    log.clear();
    simulation.tick();
    assertThat(log.subList(0, 3)).contains("b Delta").containsSubsequence("a Delta", "a Finished");
    assertThat(log.subList(3, 5)).containsExactlyInAnyOrder("a published", "b published");
    assertThat(log).hasSize(5);
  }

  @Test
  void wakesReadersOfWhatIsCancelledOrShutDown() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    List<String> log = new ArrayList<>();
    simulation.submit(request("a", "t", "first", 9), new Diary("a", log)).cancel();
    simulation.submit(request("b", "u", "second", 9), new Diary("b", log));
    simulation.tick();
    assertThat(log).containsExactly("a Finished", "a published");
    log.clear();
    simulation.shutDown();
    simulation.submit(request("c", "v", "third", 9), new Diary("c", log));
    assertThat(log).containsExactly("b Failed", "b published", "c Failed", "c published");
  }

  /** Notes in a book shared with others what it was told, and when everybody had been told. */
  private record Diary(String name, List<String> log) implements GenerationListener {
    @Override
    public void onEvent(TokenEvent event) {
      if (event instanceof TokenEvent.Delta delta) {
        delta.text().close();
      }
      log.add(name + " " + event.getClass().getSimpleName());
    }

    @Override
    public void onPublished() {
      log.add(name + " published");
    }
  }

  @Test
  void alternatesLongPromptsWithRunningStreams() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT.withPrefillRows(10), ENDLESS);
    RecordingListener running = submit(simulation, request("a", "t", "short", 60));
    simulation.tick();
    RecordingListener late = submit(simulation, request("b", "u", "y".repeat(40), 5));
    for (int tick = 0; tick < 8; tick++) {
      simulation.tick();
    }
    assertThat(running.deltas()).as("every other step was its").isEqualTo(5);
    assertThat(late.deltas()).as("4 steps of 10 rows").isEqualTo(1);
  }

  @Test
  void stopsASlowReaderAndNobodyElse() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.DEFAULT.withSlowReaderLimit(Duration.ofSeconds(10));
    Simulation simulation = Simulation.of(settings, ENDLESS);
    RecordingListener slow = new RecordingListener();
    simulation.submit(request("slow", "t", "abc", 50), slow).request(2);
    RecordingListener fast = submit(simulation, request("fast", "u", "abc", 50));
    simulation.settle(100);
    assertThat(fast.end()).isInstanceOf(TokenEvent.Finished.class);
    assertThat(slow.deltas()).isEqualTo(2);
    assertThat(slow.end()).isNull();
    assertThat(simulation.tick()).as("wakes for the limit").isBetween(1L, 10 * SECOND);
    simulation.advance(10 * SECOND);
    simulation.tick();
    assertThat(slow.end())
        .isEqualTo(
            new TokenEvent.Failed(FailureReason.SLOW_READER, 0, new TokenEvent.Usage(3, 0, 2, 0)));
  }

  @Test
  void tellsWhatThePlacesInTheBatchAreUsedFor() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    simulation.tick();
    assertThat(simulation.load().slots()).isEqualTo(new SchedulerLoad.Slots(4, 0, 0, 0));
    simulation.submit(request("slow", "t", "abc", 50), new RecordingListener()).request(1);
    submit(simulation, request("fast", "u", "abc", 2));
    simulation.tick();
    assertThat(simulation.load().slots()).isEqualTo(new SchedulerLoad.Slots(2, 2, 0, 0));
    simulation.tick();
    assertThat(simulation.load().slots()).isEqualTo(new SchedulerLoad.Slots(2, 0, 1, 1));
    simulation.tick();
    assertThat(simulation.load().slots()).isEqualTo(new SchedulerLoad.Slots(3, 0, 0, 1));
  }

  @Test
  void goesOnWhenASlowReaderComesBack() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.DEFAULT.withSlowReaderLimit(Duration.ofSeconds(10));
    Simulation simulation = Simulation.of(settings, ENDLESS);
    RecordingListener slow = new RecordingListener();
    GenerationStream stream = simulation.submit(request("slow", "t", "abc", 6), slow);
    for (int i = 0; i < 6; i++) {
      simulation.settle(10);
      simulation.advance(9 * SECOND);
      assertThat(slow.deltas()).isEqualTo(i);
      stream.request(1);
    }
    simulation.settle(10);
    assertThat(slow.text()).isEqualTo("x".repeat(6));
    assertThat(slow.end()).isInstanceOf(TokenEvent.Finished.class);
  }

  @Test
  void tellsATenantHowManyMoreMayWait() throws Exception {
    SchedulerSettings settings = SchedulerSettings.DEFAULT.withQueueLimits(4, 3);
    Simulation simulation = Simulation.of(settings, ENDLESS);
    assertThat(simulation.desk.allowance("t")).isEqualTo(new Allowance(3, 3, Duration.ZERO));
    submit(simulation, request("1", "t", "a", 5));
    submit(simulation, request("2", "u", "a", 5));
    submit(simulation, request("3", "u", "a", 5));
    assertThat(simulation.desk.allowance("t").remaining()).isEqualTo(1);
    assertThat(simulation.desk.allowance("u").remaining()).isEqualTo(1);
    simulation.tick();
    assertThat(simulation.desk.allowance("t")).isEqualTo(new Allowance(3, 3, Duration.ZERO));
  }

  @Test
  void refusesBeyondTheQueueAndSaysWhenToComeBack() throws Exception {
    SchedulerSettings settings = SchedulerSettings.DEFAULT.withQueueLimits(3, 2);
    Simulation simulation = Simulation.of(settings, ENDLESS);
    submit(simulation, request("1", "t", "a", 5));
    submit(simulation, request("2", "t", "a", 5));
    assertThatThrownBy(() -> submit(simulation, request("3", "t", "a", 5)))
        .isInstanceOfSatisfying(
            AdmissionException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.QUEUE_FULL);
              assertThat(e.retryAfter()).isPositive();
            })
        .hasMessageContaining("2 requests of this tenant");
    submit(simulation, request("4", "u", "a", 5));
    assertThatThrownBy(() -> submit(simulation, request("5", "v", "a", 5)))
        .hasMessageContaining("3 requests are waiting");
    simulation.tick();
    submit(simulation, request("6", "v", "a", 5));
    assertThat(simulation.load().running()).isEqualTo(3);
    assertThat(simulation.load().waiting()).isEqualTo(1);
  }

  @Test
  void servesTenantsByTheirWeights() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.DEFAULT.withRunningLimit(1).withQueueLimits(400, 200);
    Simulation simulation = Simulation.of(settings, ENDLESS);
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      for (String tenant : List.of("heavy", "light")) {
        GenerationRequest plain = request(tenant + i, tenant, "p" + i, 8);
        GenerationRequest weighted =
            new GenerationRequest(
                plain.id(),
                tenant,
                tenant.equals("heavy") ? 3 : 1,
                0,
                plain.id(),
                plain.promptTokens(),
                8,
                plain.sampling(),
                plain.stop(),
                false,
                TokenScores.NOT_WANTED);
        simulation
            .submit(
                weighted,
                event -> {
                  if (event instanceof TokenEvent.Delta delta) {
                    delta.text().close();
                  } else {
                    order.add(tenant);
                  }
                })
            .request(Long.MAX_VALUE);
      }
    }
    while (order.size() < 40) {
      simulation.tick();
    }
    assertThat(order.stream().filter("heavy"::equals).count()).isBetween(28L, 32L);
  }

  @Test
  void letsNoTenantStarveAnother() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.DEFAULT.withRunningLimit(1).withQueueLimits(400, 200);
    Simulation simulation = Simulation.of(settings, ENDLESS);
    for (int i = 0; i < 100; i++) {
      submit(simulation, request("noisy" + i, "noisy", "n" + i, 10));
    }
    for (int i = 0; i < 30; i++) {
      simulation.tick();
    }
    RecordingListener quiet = submit(simulation, request("quiet", "quiet", "q", 5));
    for (int i = 0; i < 20; i++) {
      simulation.tick();
    }
    assertThat(quiet.end()).as("served after the one that ran").isNotNull();
  }

  @Test
  void prefersPriorityButLetsWaitingCatchUp() throws Exception {
    SchedulerSettings settings =
        SchedulerSettings.DEFAULT.withRunningLimit(1).withQueueLimits(400, 200);
    Simulation simulation = Simulation.of(settings, ENDLESS);
    submit(simulation, request("running", "t", "r", 3));
    simulation.tick();
    RecordingListener low = submit(simulation, request("low", "t", "l", 2));
    simulation.advance(settings.agingStep().toNanos() * 2);
    RecordingListener high = submit(simulation, prioritized("high", 1));
    simulation.settle(50);
    assertThat(ended(low)).as("waited for two steps of aging").isLessThan(ended(high));

    submit(simulation, request("again", "t", "r", 3));
    simulation.tick();
    RecordingListener late = submit(simulation, request("late", "t", "l", 2));
    RecordingListener urgent = submit(simulation, prioritized("urgent", 1));
    for (int i = 0; i < 5; i++) {
      simulation.advance(1000);
      simulation.tick();
    }
    assertThat(urgent.end()).isNotNull();
    assertThat(late.end()).isNull();
  }

  private static GenerationRequest prioritized(String id, int priority) {
    return new GenerationRequest(
        id,
        "t",
        1,
        priority,
        "t",
        new int[] {'h'},
        2,
        SamplingParams.GREEDY,
        List.of(),
        false,
        TokenScores.NOT_WANTED);
  }

  private static int ended(RecordingListener listener) {
    return listener.endNumber();
  }

  @Test
  void stopsWhomTheGateStopsBeforePublishing() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    RecordingListener stopped = submit(simulation, request("stopped", "t", "abc", 50));
    RecordingListener other = submit(simulation, request("other", "u", "abc", 50));
    simulation.tick();
    simulation.tick();
    simulation.meter.verdicts.put("stopped", -7L);
    simulation.tick();
    assertThat(stopped.end())
        .isEqualTo(
            new TokenEvent.Failed(FailureReason.POLICY, -7, new TokenEvent.Usage(3, 0, 2, 0)));
    assertThat(stopped.text()).isEqualTo("xx");
    assertThat(other.text()).isEqualTo("xxx");
  }

  @Test
  void pausesWhomTheGateSlowsDown() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    simulation.meter.verdicts.put("slowed", SECOND);
    RecordingListener slowed = submit(simulation, request("slowed", "t", "abc", 5));
    simulation.tick();
    assertThat(slowed.deltas()).isEqualTo(1);
    assertThat(simulation.tick()).isEqualTo(SECOND);
    assertThat(slowed.deltas()).isEqualTo(1);
    simulation.advance(SECOND);
    simulation.tick();
    assertThat(slowed.deltas()).isEqualTo(2);
  }

  @Test
  void stopsTheStepsRequestsWhenTheGateBreaks() throws Exception {
    TokenGate broken =
        new TokenGate() {
          @Override
          public void opened(int slot, GenerationRequest request) {}

          @Override
          public void account(int n, int[] slot, byte[] kind, int[] count, long[] verdict) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void closed(int slot, TokenEvent.Usage usage) {}
        };
    RecordingListener listener = new RecordingListener();
    try (BatchScheduler scheduler =
        BatchScheduler.start(SimulatedEngine.of(ENDLESS), broken, SchedulerSettings.DEFAULT)) {
      scheduler.submit(request("a", "t", "abc", 5), listener).request(Long.MAX_VALUE);
      assertThat(listener.await())
          .isEqualTo(
              new TokenEvent.Failed(
                  FailureReason.POLICY, TokenGate.BROKEN, new TokenEvent.Usage(3, 0, 0, 0)));
    }
    assertThat(listener.deltas()).isZero();
  }

  @Test
  void endsAtTheContextsEnd() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    RecordingListener listener = submit(simulation, request("a", "t", "abc", 5000));
    simulation.settle(200);
    assertThat(listener.end())
        .isInstanceOfSatisfying(
            TokenEvent.Finished.class,
            end -> {
              assertThat(end.reason()).isEqualTo(FinishReason.LENGTH);
              assertThat(end.usage()).isEqualTo(new TokenEvent.Usage(3, 0, 93, 3));
            });
  }

  @Test
  void attachesToAPrefixThatIsStillRunning() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    String head = "z".repeat(40);
    submit(simulation, request("a", "t", head + "1", 30));
    simulation.tick();
    simulation.tick();
    RecordingListener second = submit(simulation, request("b", "t", head + "2", 3));
    RecordingListener stranger = submit(simulation, request("c", "u", head + "2", 3));
    simulation.settle(100);
    assertThat(usage(second).cachedTokens()).isEqualTo(40);
    assertThat(usage(stranger).cachedTokens()).isZero();
    assertThat(simulation.load().prefixCacheHits()).isEqualTo(40);
    assertThat(simulation.load().prefixCacheQueries()).isEqualTo(123);
  }

  @Test
  void ignoresPrefixesTooShortToPay() throws Exception {
    Simulation simulation = Simulation.of(SchedulerSettings.DEFAULT, ENDLESS);
    submit(simulation, request("a", "t", "z".repeat(15) + "1", 3));
    simulation.settle(50);
    RecordingListener second = submit(simulation, request("b", "t", "z".repeat(15) + "2", 3));
    simulation.settle(50);
    assertThat(usage(second).cachedTokens()).isZero();
  }

  @Test
  void sendsARequestBackWhenThereIsNoRoom() throws Exception {
    Simulation simulation =
        new Simulation(
            Simulation.FACTS,
            SchedulerSettings.DEFAULT,
            SimulatedModel.saying("a long answer"),
            (step, rows) -> step == 4 ? StepOutcome.NO_ROOM : StepOutcome.COMPUTED);
    RecordingListener first = submit(simulation, request("a", "t", "abc", 50));
    RecordingListener second = submit(simulation, request("b", "u", "abc", 50));
    simulation.settle(100);
    assertThat(first.text()).isEqualTo("a long answer");
    assertThat(second.text()).isEqualTo("a long answer");
    assertThat(simulation.load().preemptions()).isEqualTo(1);
    assertThat(simulation.load().promptTokens()).as("charged once").isEqualTo(6);
  }

  @Test
  void triesAFailedStepAgainOnce() throws Exception {
    Simulation simulation =
        new Simulation(
            Simulation.FACTS,
            SchedulerSettings.DEFAULT,
            SimulatedModel.saying("a long answer"),
            (step, rows) -> step % 3 == 1 ? StepOutcome.FAILED : StepOutcome.COMPUTED);
    RecordingListener listener = submit(simulation, request("a", "t", "abc", 50));
    simulation.settle(100);
    assertThat(listener.text()).isEqualTo("a long answer");
    assertThat(listener.end()).isInstanceOf(TokenEvent.Finished.class);
  }

  @Test
  void failsOnlyTheStepsRequestsWhenFailureRepeats() throws Exception {
    Simulation simulation =
        new Simulation(
            Simulation.FACTS,
            SchedulerSettings.DEFAULT,
            ENDLESS,
            (step, rows) -> step == 3 || step == 4 ? StepOutcome.FAILED : StepOutcome.COMPUTED);
    RecordingListener failing = submit(simulation, request("failing", "t", "abc", 10));
    RecordingListener resting = new RecordingListener();
    GenerationStream stream = simulation.submit(request("resting", "u", "abc", 10), resting);
    stream.request(1);
    simulation.settle(100);
    assertThat(failing.end())
        .isInstanceOfSatisfying(
            TokenEvent.Failed.class,
            end -> assertThat(end.reason()).isEqualTo(FailureReason.ENGINE));
    stream.request(Long.MAX_VALUE);
    simulation.settle(100);
    assertThat(resting.text()).isEqualTo("x".repeat(10));
  }

  @Test
  void survivesAnEngineThatThrows() throws Exception {
    Simulation simulation =
        new Simulation(
            Simulation.FACTS,
            SchedulerSettings.DEFAULT,
            ENDLESS,
            (step, rows) -> {
              if (step == 0) {
                throw new IllegalStateException("engine");
              }
              return StepOutcome.COMPUTED;
            });
    RecordingListener first = submit(simulation, request("a", "t", "abc", 3));
    simulation.settle(20);
    assertThat(first.end()).isInstanceOf(TokenEvent.Failed.class);
    RecordingListener second = submit(simulation, request("b", "t", "abc", 3));
    simulation.settle(20);
    assertThat(second.text()).isEqualTo("xxx");
  }

  @Test
  void keepsRunningSequencesDense() throws Exception {
    EngineFacts facts = new EngineFacts(6, 96, 64, 0, true, true);
    Simulation simulation =
        new Simulation(facts, SchedulerSettings.DEFAULT, ENDLESS, SimulatedEngine.Conduct.PROMPT);
    for (int i = 0; i < 4; i++) {
      submit(simulation, request("r" + i, "t" + i, "some prompt of " + i, i == 1 ? 2 : 40));
    }
    for (int i = 0; i < 14; i++) {
      simulation.tick();
    }
    int[] lengths = new int[6];
    Arrays.setAll(lengths, simulation.engine::length);
    int longest = Arrays.stream(lengths).max().orElseThrow();
    assertThat(longest).isGreaterThan(20);
    assertThat(Arrays.stream(lengths).filter(length -> length == longest)).hasSize(3);
    assertThat(lengths).as("side by side").containsSequence(longest, longest, longest);
    assertThat(lengths).as("what was retained in between moved away").contains(17);
    simulation.settle(200);
    assertThat(simulation.isEmpty()).isTrue();
  }

  @Test
  void interruptsALongPrefillThatNobodyWantsAnyMore() throws Exception {
    EngineFacts facts = new EngineFacts(4, 512, 256, 0, true, true);
    List<GenerationStream> streams = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            facts,
            SchedulerSettings.DEFAULT,
            ENDLESS,
            (step, rows) -> {
              if (step == 0) {
                streams.forEach(GenerationStream::cancel);
              }
              return StepOutcome.COMPUTED;
            });
    RecordingListener listener = new RecordingListener();
    GenerationStream stream = simulation.submit(request("a", "t", "y".repeat(200), 10), listener);
    streams.add(stream);
    stream.request(Long.MAX_VALUE);
    simulation.tick();
    simulation.tick();
    assertThat(listener.end())
        .isInstanceOfSatisfying(
            TokenEvent.Finished.class,
            end -> assertThat(end.reason()).isEqualTo(FinishReason.CANCELLED));
    assertThat(simulation.load().promptTokens()).as("interrupted, so not computed").isZero();
  }

  private static TokenEvent.Usage usage(RecordingListener listener) {
    return switch (listener.await()) {
      case TokenEvent.Finished finished -> finished.usage();
      case TokenEvent.Failed failed -> failed.usage();
      case TokenEvent.Delta delta -> throw new AssertionError("not an end: " + delta);
    };
  }
}
