// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.TokenEvent.FailureReason;
import io.adyton.scheduler.TokenEvent.FinishReason;
import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.SimulatedTokenizer;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.scheduler.sampling.CandidateSet;
import io.adyton.scheduler.sampling.LogitRow;
import io.adyton.scheduler.sampling.TokenSampler;
import io.adyton.scheduler.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random schedules on a virtual clock; what must hold for every one of them. */
class SchedulingProperties {
  private static final int LETTERS = 4;
  private static final SimulatedModel HASHING = SimulatedModel.hashing(11);

  /** Says only the first letters, and ends now and then, so that stop texts are met. */
  private static final SimulatedModel MODEL =
      (tokens, length, sampled, logits) -> {
        HASHING.logits(tokens, length, sampled, logits);
        for (int i = 0; i < logits.length; i++) {
          boolean letter = i >= 'a' && i < 'a' + LETTERS;
          if (!letter && i != SimulatedTokenizer.END_OF_TEXT) {
            logits[i] = Float.NEGATIVE_INFINITY;
          }
        }
        logits[SimulatedTokenizer.END_OF_TEXT] -= 1.5f;
      };

  @Property
  void everyRequestGetsExactlyWhatItWouldGetAlone(@ForAll long seed, @ForAll boolean dense) {
    run(seed, dense, false);
  }

  @Property
  void noFaultOfTheEngineCorruptsAnAnswer(@ForAll long seed, @ForAll boolean dense) {
    run(seed, dense, true);
  }

  private static void run(long seed, boolean dense, boolean faults) {
    Random random = new Random(seed);
    EngineFacts facts =
        new EngineFacts(1 + random.nextInt(6), 64, 24, dense ? 0 : random.nextInt(24), dense, true);
    SchedulerSettings settings =
        SchedulerSettings.DEFAULT
            .withQueueLimits(6, 4)
            .withPrefillRows(1 + random.nextInt(24))
            .withSlowReaderLimit(Duration.ofHours(1));
    Simulation simulation =
        new Simulation(facts, settings, MODEL, (step, rows) -> conduct(random, faults));
    List<Client> clients = new ArrayList<>();
    for (int round = 0; round < 120; round++) {
      simulation.advance(random.nextInt(2_000_000));
      switch (random.nextInt(6)) {
        case 0, 1 -> submit(simulation, random, "r" + round, clients);
        case 2 -> clients.forEach(client -> client.grant(random.nextInt(3)));
        case 3 -> {
          if (!clients.isEmpty() && random.nextInt(4) == 0) {
            Client client = clients.get(random.nextInt(clients.size()));
            client.cancel();
            simulation.tick();
            assertThat(client.listener.end()).as("ended within one step").isNotNull();
          }
        }
        default -> simulation.tick();
      }
    }
    clients.forEach(client -> client.grant(Long.MAX_VALUE));
    simulation.settle(20_000);
    assertThat(simulation.isEmpty()).isTrue();
    assertThat(simulation.meter.isIdle()).isTrue();
    assertThat(simulation.engine.openSamplers()).isZero();
    for (Client client : clients) {
      client.check(simulation.meter, facts.contextLength(), faults);
    }
    simulation.shutDown();
  }

  private static StepOutcome conduct(Random random, boolean faults) {
    return faults && random.nextInt(5) == 0
        ? new StepOutcome[] {StepOutcome.NO_ROOM, StepOutcome.INTERRUPTED, StepOutcome.FAILED}
            [random.nextInt(3)]
        : StepOutcome.COMPUTED;
  }

  private static void submit(
      Simulation simulation, Random random, String id, List<Client> clients) {
    boolean sharesWithNobody = random.nextInt(4) == 0;
    String domain = sharesWithNobody ? id : "domain" + random.nextInt(3);
    int[] prompt = new int[1 + random.nextInt(50)];
    Arrays.fill(prompt, 'p');
    prompt[random.nextInt(prompt.length)] = 'q';
    SamplingParams sampling =
        random.nextBoolean()
            ? SamplingParams.GREEDY
            : new SamplingParams(
                1, 0, 0.9f, 0, 1.2f, 0.5f, 0.2f, Map.of((int) 'a', 1f), random.nextLong());
    List<String> stops = random.nextBoolean() ? List.of() : List.of(word(random), word(random));
    GenerationRequest request =
        new GenerationRequest(
            id,
            "tenant" + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(2),
            domain,
            prompt.clone(),
            1 + random.nextInt(30),
            sampling,
            stops.stream().map(Text::ofPublic).toList(),
            random.nextInt(4) == 0,
            random.nextInt(4) - 1);
    RecordingListener listener = new RecordingListener();
    try {
      GenerationStream stream = simulation.submit(request, listener);
      clients.add(new Client(request, prompt, stops, listener, stream, sharesWithNobody));
    } catch (AdmissionException e) {
      assertThat(e.reason()).isEqualTo(AdmissionException.Reason.QUEUE_FULL);
      assertThat(e.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
      assertThat(request.promptTokens()).as("still the caller's").isEqualTo(prompt);
      request.stop().forEach(Text::close);
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(3) + 1; i > 0; i--) {
      word.append((char) ('a' + random.nextInt(LETTERS)));
    }
    return word.toString();
  }

  private static final class Client {
    private final GenerationRequest request;
    private final int[] prompt;
    private final List<String> stops;
    private final RecordingListener listener;
    private final GenerationStream stream;
    private final boolean sharesWithNobody;
    private boolean cancelled;
    private long granted;

    Client(
        GenerationRequest request,
        int[] prompt,
        List<String> stops,
        RecordingListener listener,
        GenerationStream stream,
        boolean sharesWithNobody) {
      this.request = request;
      this.prompt = prompt;
      this.stops = stops;
      this.listener = listener;
      this.stream = stream;
      this.sharesWithNobody = sharesWithNobody;
    }

    void grant(long deltas) {
      assertThat(listener.deltas()).isLessThanOrEqualTo((int) Math.min(granted, 1 << 30));
      if (deltas > 0) {
        stream.request(deltas);
        granted = granted + deltas < 0 ? Long.MAX_VALUE : granted + deltas;
      }
    }

    void cancel() {
      cancelled = true;
      stream.cancel();
    }

    void check(Simulation.Meter meter, int contextLength, boolean faults) {
      assertThat(listener.terminalEvents()).isEqualTo(1);
      assertThat(request.promptTokens()).as("zeroed").containsOnly(0);
      request.stop().forEach(stop -> assertThat(stop.isClosed()).isTrue());
      Answer expected = answerAlone(contextLength);
      assertThat(scoredText())
          .isEqualTo(request.alternatives() == TokenScores.NOT_WANTED ? "" : listener.text());
      switch (listener.await()) {
        case TokenEvent.Finished finished -> {
          if (finished.reason() == FinishReason.CANCELLED) {
            assertThat(cancelled).isTrue();
            assertThat(expected.text).startsWith(listener.text());
          } else {
            assertThat(listener.text()).isEqualTo(expected.text);
            assertThat(finished.reason()).isEqualTo(expected.reason);
            assertThat(finished.usage().completionTokens()).isEqualTo(expected.tokens);
            assertThat(
                    meter.accepted(request.id(), TokenGate.PROMPT)
                        + meter.accepted(request.id(), TokenGate.CACHED))
                .isEqualTo(prompt.length);
          }
          checkUsage(meter, finished.usage());
        }
        case TokenEvent.Failed failed -> {
          assertThat(faults).isTrue();
          assertThat(failed.reason()).isEqualTo(FailureReason.ENGINE);
          assertThat(expected.text).startsWith(listener.text());
          checkUsage(meter, failed.usage());
        }
        case TokenEvent.Delta delta -> throw new AssertionError("not an end: " + delta);
      }
    }

    /** Returns the text of the scored tokens. Each is one letter, so no stop text cuts one. */
    private String scoredText() {
      StringBuilder text = new StringBuilder();
      TokenScores scores = listener.scores();
      for (int i = 0; i < scores.size(); i += 1 + request.alternatives()) {
        if (scores.token(i) < SimulatedTokenizer.BEGIN_OF_TEXT) {
          text.append((char) scores.token(i));
        }
      }
      return text.toString();
    }

    private void checkUsage(Simulation.Meter meter, TokenEvent.Usage usage) {
      assertThat(usage.promptTokens()).isEqualTo(prompt.length);
      assertThat(usage.completionTokens())
          .isEqualTo(meter.accepted(request.id(), TokenGate.COMPLETION));
      assertThat(usage.cachedTokens()).isEqualTo(meter.accepted(request.id(), TokenGate.CACHED));
      if (sharesWithNobody) {
        assertThat(usage.cachedTokens()).isZero();
      }
    }

    /** The plainest way to generate: one request, whole sequences, strings. */
    private Answer answerAlone(int contextLength) {
      int[] tokens = Arrays.copyOf(prompt, prompt.length + request.maxTokens());
      TokenSampler sampler =
          new TokenSampler(request.sampling(), new int[0], TokenScores.NOT_WANTED);
      for (int token : prompt) {
        sampler.acceptPrompt(token);
      }
      LogitRow row = new LogitRow(SimulatedTokenizer.VOCABULARY_SIZE);
      CandidateSet candidates = new CandidateSet(SimulatedTokenizer.VOCABULARY_SIZE);
      StringBuilder text = new StringBuilder();
      int length = prompt.length;
      for (int i = 0; i < request.maxTokens() && length < contextLength; i++) {
        MODEL.logits(tokens, length, i, row.logits());
        int token = sampler.sample(row, candidates);
        if (token == SimulatedTokenizer.END_OF_TEXT && !request.ignoreEndOfGeneration()) {
          return new Answer(text.toString(), FinishReason.STOP, i);
        }
        tokens[length++] = token;
        if (token < SimulatedTokenizer.BEGIN_OF_TEXT) {
          text.append((char) token);
          int cut = -1;
          for (String stop : stops) {
            int at = text.length() - stop.length();
            cut = text.toString().endsWith(stop) && (cut < 0 || at < cut) ? at : cut;
          }
          if (cut >= 0) {
            return new Answer(text.substring(0, cut), FinishReason.STOP, i + 1);
          }
        }
      }
      return new Answer(text.toString(), FinishReason.LENGTH, length - prompt.length);
    }
  }

  private record Answer(String text, FinishReason reason, int tokens) {}
}
