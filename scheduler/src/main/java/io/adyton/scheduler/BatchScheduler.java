// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.engine.StepEngine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs many requests on one engine by continuous batching.
 *
 * <p><b>Guarantees.</b> Every request that {@link #submit} admitted ends with exactly one terminal
 * event, as long as the engine's steps return. Nothing is published that the gate has not accepted.
 * A prefix is reused inside one isolation domain and never across.
 *
 * <p><b>Does not guarantee.</b> When a request is served: that depends on the others.
 *
 * <p><b>Threads.</b> One platform thread, made by the thread factory, runs the engine and calls the
 * listeners. All methods may be called by any thread; only the two {@code close} block.
 */
public final class BatchScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchScheduler.class);

  private final StepEngine engine;
  private final LongSupplier nanoTime;
  private final AdmissionDesk desk;
  private final SchedulerCounters counters = new SchedulerCounters();
  private final Doorbell doorbell;
  private final EngineLoop loop;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Starts scheduling on {@code engine}, which is closed with the scheduler. Returns when the
   * engine is ready; what keeps it from opening is thrown here, and the engine is closed.
   *
   * @param gate asked before every publication
   * @param nanoTime monotonic time in nanoseconds, such as {@link System#nanoTime}
   * @param threads makes the engine thread, which must be a platform thread
   */
  public BatchScheduler(
      StepEngine engine,
      TokenGate gate,
      SchedulerSettings settings,
      LongSupplier nanoTime,
      ThreadFactory threads) {
    this.engine = engine;
    this.nanoTime = nanoTime;
    desk = new AdmissionDesk(settings, engine.facts().contextLength());
    doorbell = new Doorbell(engine::interrupt);
    loop = new EngineLoop(engine, gate, settings, nanoTime, desk, counters, doorbell);
    thread = Objects.requireNonNull(threads.newThread(this::run), "the factory made no thread");
    thread.start();
    try {
      opened.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Starts scheduling with the system's clock and a daemon thread. */
  public static BatchScheduler start(
      StepEngine engine, TokenGate gate, SchedulerSettings settings) {
    return new BatchScheduler(
        engine,
        gate,
        settings,
        System::nanoTime,
        Thread.ofPlatform().name("adyton-engine").daemon().factory());
  }

  /**
   * Admits a request, or refuses it at once. On success the scheduler owns the request's tokens and
   * stop texts; after an exception they stay the caller's.
   *
   * @param listener is called on the engine thread; receives no delta before the returned stream is
   *     asked for some
   */
  public GenerationStream submit(GenerationRequest request, GenerationListener listener)
      throws AdmissionException {
    desk.enter(request);
    Generation generation = new Generation(request, listener, doorbell, nanoTime.getAsLong());
    loop.enqueue(generation);
    return generation;
  }

  /** Returns what is known of the model. */
  public ModelProfile model() {
    return engine.model();
  }

  /** Returns the model's tokenizer. */
  public Tokenizer tokenizer() {
    return engine.tokenizer();
  }

  /** Returns what a tenant may let wait at this moment. */
  public Allowance allowance(String tenant) {
    return desk.allowance(tenant);
  }

  /** Returns the figures of this moment. */
  public SchedulerLoad load() {
    long capacity = (long) engine.facts().sequences() * engine.facts().contextLength();
    return counters.load(desk.waiting(), capacity, desk.isDraining());
  }

  /**
   * Takes no new requests from now on.
   *
   * @return completes when the last admitted request has ended; the caller sets the deadline and
   *     then calls {@link #close}
   */
  public CompletableFuture<Void> drain() {
    desk.drain();
    doorbell.news();
    return drained.copy();
  }

  /**
   * Ends every request with {@link TokenEvent.FailureReason#SHUTDOWN}, waits for the running step
   * and frees the engine. Must not be called by a listener.
   */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does what {@link #close()} does, and waits no longer than {@code limit}.
   *
   * @return whether the engine has ended. If not, it hangs in a step: requests keep waiting for
   *     their end, and the engine's memory is freed only when that step returns
   */
  public boolean close(Duration limit) {
    stop();
    try {
      return thread.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !thread.isAlive();
    }
  }

  private void stop() {
    desk.drain();
    closing = true;
    engine.interrupt();
    doorbell.news();
  }

  /** Returns whether requests can be served: neither closed nor broken. */
  public boolean isAlive() {
    return thread.isAlive() && !closing;
  }

  private void run() {
    try {
      engine.open();
      opened.complete(null);
    } catch (RuntimeException e) {
      closeEngine();
      opened.completeExceptionally(e);
      return;
    }
    try {
      while (!closing) {
        doorbell.answer();
        long nanos = loop.tick();
        if (desk.isDraining() && loop.isEmpty()) {
          drained.complete(null);
        }
        if (nanos > 0) {
          doorbell.await(nanos);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("the scheduler has stopped because of a mistake in it; restart the server", e);
    } finally {
      loop.shutDown();
      drained.complete(null);
      closeEngine();
    }
  }

  private void closeEngine() {
    try {
      engine.close();
    } catch (RuntimeException e) {
      LOG.warn("the engine could not free everything", e);
    }
  }
}
