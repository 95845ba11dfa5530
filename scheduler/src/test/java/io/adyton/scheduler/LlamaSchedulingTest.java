// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.TokenEvent.FinishReason;
import io.adyton.scheduler.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole scheduler on a real model. */
@Timeout(300)
class LlamaSchedulingTest {
  private static final List<String> QUESTIONS =
      List.of(
          "What is the capital of France?",
          "Name three colours.",
          "Write one line of Python that prints the numbers from 1 to 3.",
          "Was ist 2 + 2?",
          "Say hello in Japanese.",
          "Who wrote Hamlet?",
          "List the planets.",
          "What is water made of?");

  @Test
  void reusesThePrefixOfItsDomainAlone() throws Exception {
    String system = "You answer in one short sentence. ".repeat(8);
    try (BatchScheduler scheduler = start(4)) {
      RecordingListener first = new RecordingListener();
      ask(scheduler, "a", system + "Who wrote Hamlet?", 16, first).request(Long.MAX_VALUE);
      assertThat(usage(first).cachedTokens()).isZero();
      RecordingListener again = new RecordingListener();
      ask(scheduler, "a", system + "Who wrote Hamlet?", 16, again).request(Long.MAX_VALUE);
      assertThat(usage(again).cachedTokens()).isEqualTo(usage(again).promptTokens() - 1);
      assertThat(again.text()).contains("Hamlet");
      RecordingListener stranger = new RecordingListener();
      ask(scheduler, "b", system + "Who wrote Hamlet?", 16, stranger).request(Long.MAX_VALUE);
      assertThat(usage(stranger).cachedTokens()).isZero();
      assertThat(stranger.text()).isEqualTo(first.text());
    }
  }

  @Test
  void answersThirtyTwoAtOnceOnFewerSequences() throws Exception {
    try (BatchScheduler scheduler = start(12)) {
      List<RecordingListener> listeners = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        ask(scheduler, "domain" + i % 3, QUESTIONS.get(i % 8), 12, listener)
            .request(Long.MAX_VALUE);
      }
      for (RecordingListener listener : listeners) {
        assertThat(listener.await()).isInstanceOf(TokenEvent.Finished.class);
        assertThat(listener.text()).isNotEmpty();
      }
      SchedulerLoad load = scheduler.load();
      assertThat(load.running()).isZero();
      assertThat(load.waiting()).isZero();
    }
  }

  @Test
  void survivesAStormOfCancellations() throws Exception {
    Random random = new Random(7);
    try (BatchScheduler scheduler = start(6)) {
      List<RecordingListener> listeners = new ArrayList<>();
      List<GenerationStream> streams = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        GenerationStream stream =
            ask(scheduler, "domain", "word ".repeat(random.nextInt(200) + 1), 400, listener);
        stream.request(Long.MAX_VALUE);
        streams.add(stream);
        if (i % 3 != 0) {
          streams.get(random.nextInt(streams.size())).cancel();
        }
      }
      streams.forEach(GenerationStream::cancel);
      for (RecordingListener listener : listeners) {
        assertThat(listener.await()).isInstanceOf(TokenEvent.Finished.class);
        assertThat(listener.terminalEvents()).isEqualTo(1);
      }
      RecordingListener after = new RecordingListener();
      ask(scheduler, "domain", QUESTIONS.getFirst(), 12, after).request(Long.MAX_VALUE);
      after.await();
      assertThat(after.text()).contains("Paris");
    }
  }

  @Test
  void drawsTheSameTokensForTheSameSeed() throws Exception {
    SamplingParams warm = new SamplingParams(0.9f, 0, 0.95f, 0, 1, 0, 0, Map.of(), 42);
    try (BatchScheduler scheduler = start(2)) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        RecordingListener listener = new RecordingListener();
        scheduler
            .submit(request(scheduler, "d" + i, "Tell me a story.", 32, warm), listener)
            .request(Long.MAX_VALUE);
        listener.await();
        texts.add(listener.text());
      }
      assertThat(texts.get(0)).isNotEmpty().isEqualTo(texts.get(1));
    }
  }

  private static BatchScheduler start(int sequences) {
    return BatchScheduler.start(
        TestModels.engine(TestModels.SMOLLM2, sequences, 1024),
        TokenGate.OPEN,
        SchedulerSettings.DEFAULT);
  }

  private static TokenEvent.Usage usage(RecordingListener listener) {
    return switch (listener.await()) {
      case TokenEvent.Finished finished -> {
        assertThat(finished.reason()).isIn(FinishReason.STOP, FinishReason.LENGTH);
        yield finished.usage();
      }
      case TokenEvent.Failed failed -> failed.usage();
      case TokenEvent.Delta delta -> throw new AssertionError("not an end: " + delta);
    };
  }

  private static GenerationStream ask(
      BatchScheduler scheduler, String domain, String question, int tokens, RecordingListener to)
      throws AdmissionException {
    return scheduler.submit(
        request(scheduler, domain, question, tokens, SamplingParams.GREEDY), to);
  }

  private static GenerationRequest request(
      BatchScheduler scheduler, String domain, String question, int tokens, SamplingParams how) {
    try (Text text =
        Text.ofPublic("<|im_start|>user\n" + question + "<|im_end|>\n<|im_start|>assistant\n")) {
      return new GenerationRequest(
          "test",
          "tenant",
          1,
          0,
          domain,
          scheduler.tokenizer().tokenize(text, true, true),
          tokens,
          how,
          List.of(),
          false,
          TokenScores.NOT_WANTED);
    }
  }
}
