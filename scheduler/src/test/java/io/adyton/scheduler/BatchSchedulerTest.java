// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.scheduler.TokenEvent.FailureReason;
import io.adyton.scheduler.TokenEvent.FinishReason;
import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.scheduler.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchSchedulerTest {
  private static BatchScheduler saying(String answer) {
    return BatchScheduler.start(
        SimulatedEngine.of(SimulatedModel.saying(answer)),
        TokenGate.OPEN,
        SchedulerSettings.DEFAULT);
  }

  static GenerationRequest request(String id, String prompt, int maxTokens, List<Text> stop) {
    return new GenerationRequest(
        id,
        "tenant",
        1,
        0,
        "domain",
        prompt.chars().toArray(),
        maxTokens,
        SamplingParams.GREEDY,
        stop,
        false,
        TokenScores.NOT_WANTED);
  }

  @Test
  void answersOneRequest() throws Exception {
    try (BatchScheduler scheduler = saying("Hello, wörld")) {
      RecordingListener listener = new RecordingListener();
      scheduler.submit(request("a", "Hi", 100, List.of()), listener).request(Long.MAX_VALUE);

      assertThat(listener.await())
          .asInstanceOf(InstanceOfAssertFactories.type(TokenEvent.Finished.class))
          .satisfies(
              end -> {
                assertThat(end.reason()).isEqualTo(FinishReason.STOP);
                assertThat(end.usage()).isEqualTo(new TokenEvent.Usage(2, 0, 13, 0));
              });
      assertThat(listener.text()).isEqualTo("Hello, wörld");
      assertThat(listener.deltas()).isEqualTo(12);
    }
  }

  @Test
  void answersManyRequestsFromManyThreads() throws Exception {
    try (BatchScheduler scheduler = saying("the same for all")) {
      List<RecordingListener> listeners = new ArrayList<>();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        String id = "request-" + i;
        clients.add(
            Thread.startVirtualThread(
                () -> {
                  try {
                    start.await();
                    scheduler
                        .submit(request(id, "prompt of " + id, 100, List.of()), listener)
                        .request(Long.MAX_VALUE);
                  } catch (AdmissionException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
      }
      start.countDown();
      for (Thread client : clients) {
        client.join();
      }
      for (RecordingListener listener : listeners) {
        assertThat(listener.await()).isInstanceOf(TokenEvent.Finished.class);
        assertThat(listener.text()).isEqualTo("the same for all");
      }
      assertThat(scheduler.load().generationTokens()).isEqualTo(1600);
    }
  }

  @Test
  void ownsTokensAndStopTextsOnceAdmitted() throws Exception {
    int[] tokens;
    Text stop = Text.ofPublic("lo");
    try (BatchScheduler scheduler = saying("Hello")) {
      RecordingListener listener = new RecordingListener();
      GenerationRequest request = request("a", "secret", 100, List.of(stop));
      tokens = request.promptTokens();
      scheduler.submit(request, listener).request(Long.MAX_VALUE);
      listener.await();
      assertThat(listener.text()).isEqualTo("Hel");
    }
    assertThat(tokens).containsOnly(0);
    assertThat(stop.isClosed()).isTrue();
  }

  @Test
  void refusesPromptsThatFillTheContext() {
    try (BatchScheduler scheduler = saying("Hello")) {
      GenerationRequest request = request("a", "x".repeat(1024), 1, List.of());
      assertThatThrownBy(() -> scheduler.submit(request, event -> {}))
          .isInstanceOf(AdmissionException.class)
          .hasMessageContainingAll("1024 tokens", "holds 1024");
      assertThat(request.promptTokens()).containsOnly('x');
    }
  }

  @Test
  void refusesNewRequestsWhileDraining() throws Exception {
    try (BatchScheduler scheduler = saying("Hello")) {
      scheduler.drain().get(10, TimeUnit.SECONDS);
      assertThatThrownBy(() -> scheduler.submit(request("a", "Hi", 1, List.of()), event -> {}))
          .isInstanceOfSatisfying(
              AdmissionException.class,
              refusal ->
                  assertThat(refusal.reason()).isEqualTo(AdmissionException.Reason.DRAINING));
      assertThat(scheduler.load().draining()).isTrue();
    }
  }

  @Test
  void drainsOnlyWhenTheLastRequestHasEnded() throws Exception {
    try (BatchScheduler scheduler = saying("Hello")) {
      RecordingListener listener = new RecordingListener();
      GenerationStream stream = scheduler.submit(request("a", "Hi", 10, List.of()), listener);
      var drained = scheduler.drain();
      assertThat(drained).isNotDone();
      stream.request(Long.MAX_VALUE);
      drained.get(10, TimeUnit.SECONDS);
      assertThat(listener.text()).isEqualTo("Hello");
    }
  }

  @Test
  void failsWhatIsLeftWhenClosed() throws Exception {
    RecordingListener listener = new RecordingListener();
    BatchScheduler scheduler = saying("Hello");
    scheduler.submit(request("a", "Hi", 10, List.of()), listener);
    scheduler.close();
    assertThat(listener.end())
        .isEqualTo(
            new TokenEvent.Failed(FailureReason.SHUTDOWN, 0, new TokenEvent.Usage(2, 0, 0, 0)));
    assertThat(listener.terminalEvents()).isEqualTo(1);
  }

  @Test
  void closesInBoundedTimeWhenTheEngineHangs() throws Exception {
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch hung = new CountDownLatch(1);
    RecordingListener listener = new RecordingListener();
    BatchScheduler scheduler =
        BatchScheduler.start(
            new SimulatedEngine(
                new EngineFacts(1, 1024, 256, 0, true, true),
                SimulatedModel.saying("Hello"),
                (step, rows) -> {
                  computing.countDown();
                  awaitUninterruptibly(hung);
                  return StepOutcome.COMPUTED;
                }),
            TokenGate.OPEN,
            SchedulerSettings.DEFAULT);
    scheduler.submit(request("a", "Hi", 10, List.of()), listener).request(Long.MAX_VALUE);
    computing.await();

    assertThat(scheduler.close(Duration.ofMillis(1))).isFalse();
    assertThat(scheduler.isAlive()).isFalse();
    assertThat(listener.end()).isNull();

    hung.countDown();
    assertThat(scheduler.close(Duration.ofSeconds(30))).isTrue();
    assertThat(listener.end()).isInstanceOf(TokenEvent.Failed.class);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void endsOnlyTheRequestWhoseListenerThrows() throws Exception {
    try (BatchScheduler scheduler = saying("Hello")) {
      RecordingListener good = new RecordingListener();
      GenerationListener bad =
          event -> {
            throw new IllegalStateException("listener");
          };
      scheduler.submit(request("bad", "Hi", 10, List.of()), bad).request(Long.MAX_VALUE);
      scheduler.submit(request("good", "Ho", 10, List.of()), good).request(Long.MAX_VALUE);
      assertThat(good.await()).isInstanceOf(TokenEvent.Finished.class);
      assertThat(good.text()).isEqualTo("Hello");
    }
  }
}
