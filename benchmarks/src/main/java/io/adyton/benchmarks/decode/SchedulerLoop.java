// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.decode;

import io.adyton.scheduler.AdmissionException;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.scheduler.GenerationListener;
import io.adyton.scheduler.GenerationRequest;
import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenEvent;
import io.adyton.scheduler.TokenScores;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The same work as {@link BareLoop}, but through the scheduler: what is between the two is the
 * scheduler's own cost, without HTTP.
 */
public final class SchedulerLoop {
  private static final long LIMIT_MINUTES = 10;

  private final BatchScheduler scheduler;

  /** Runs on {@code scheduler}, which stays the caller's. */
  public SchedulerLoop(BatchScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Runs once; every prompt is new to the scheduler.
   *
   * @return the run, whose decode time begins when the last sequence has its first token
   * @throws IllegalStateException if a request fails or takes longer than ten minutes
   */
  public BareRun run(int sequences, int promptTokens, int tokens, long seed)
      throws AdmissionException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Stopwatch stopwatch = new Stopwatch(sequences);
    for (int sequence = 0; sequence < sequences; sequence++) {
      int[] prompt = random.ints(promptTokens, 0, scheduler.tokenizer().vocabularySize()).toArray();
      GenerationRequest request =
          new GenerationRequest(
              "bench-" + sequence,
              "bench",
              1,
              0,
              "bench",
              prompt,
              tokens,
              SamplingParams.GREEDY,
              List.of(),
              true,
              TokenScores.NOT_WANTED);
      scheduler.submit(request, stopwatch.newListener()).request(Long.MAX_VALUE);
    }
    return stopwatch.await(promptTokens, tokens);
  }

  /**
   * Times whole steps, by the sequence that began last: all others get a token in each of its own.
   * Everything but {@link #await} runs on the engine thread.
   */
  private static final class Stopwatch {
    private final int sequences;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch ended;
    private int begun;
    private boolean isFull;
    private long fullNanos;
    private long lastNanos;
    private long steps;
    private String failure = "";

    Stopwatch(int sequences) {
      this.sequences = sequences;
      this.ended = new CountDownLatch(sequences);
    }

    GenerationListener newListener() {
      return new SequenceListener();
    }

    private final class SequenceListener implements GenerationListener {
      private boolean hasBegun;
      private boolean beganLast;

      @Override
      public void onEvent(TokenEvent event) {
        switch (event) {
          case TokenEvent.Delta delta -> {
            delta.text().close();
            if (!hasBegun) {
              hasBegun = true;
              begun++;
              beganLast = begun == sequences;
              isFull = beganLast;
              fullNanos = System.nanoTime();
            } else if (beganLast && isFull) {
              lastNanos = System.nanoTime();
              steps += delta.tokens();
            }
          }
          case TokenEvent.Finished finished -> {
            isFull = false;
            ended.countDown();
          }
          case TokenEvent.Failed failed -> {
            failure = failed.reason().name();
            ended.countDown();
          }
        }
      }
    }

    BareRun await(int promptTokens, int tokens) throws InterruptedException {
      if (!ended.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the scheduler took longer than ten minutes");
      }
      if (!failure.isEmpty()) {
        throw new IllegalStateException("a request failed: " + failure);
      }
      return new BareRun(
          sequences,
          promptTokens,
          tokens,
          steps,
          fullNanos - startNanos,
          Math.max(1, lastNanos - fullNanos));
    }
  }
}
