// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.TokenEvent.FailureReason;
import io.adyton.scheduler.TokenEvent.FinishReason;
import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.StepBatch;
import io.adyton.scheduler.engine.StepEngine;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.scheduler.engine.StepResult;
import io.adyton.scheduler.kv.SequenceTable;
import io.adyton.scheduler.text.Text;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tick after the other: take news, fill the batch, compute a step, account it, publish it.
 *
 * <p>{@link #enqueue} may be called by any thread, everything else by the engine thread. Nothing
 * here waits; {@link #tick} says how long the caller may sleep.
 */
final class EngineLoop {
  private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);
  private static final int FAILURES_BEFORE_REBUILD = 2;
  private static final int GAP_PATIENCE_TICKS = 8;

  private final StepEngine engine;
  private final EngineFacts facts;
  private final Tokenizer tokenizer;
  private final TokenGate gate;
  private final LongSupplier nanoTime;
  private final AdmissionDesk desk;
  private final SchedulerCounters counters;
  private final Doorbell doorbell;
  private final long slowReaderNanos;
  private final int runningLimit;

  private final MpscAtomicArrayQueue<Generation> inbox;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final FairQueue queue;
  private final SequenceTable sequences;
  private final StepPlan plan;
  private final StepLedger ledger;
  private final @Nullable Generation[] running;
  private final BitSet slots = new BitSet();
  private final StepBatch batch;
  private final StepResult result;
  private final Text piece = Text.withCapacity(256);
  private final List<Generation> told = new ArrayList<>();
  private int failures;
  private int ticksWithGap;

  EngineLoop(
      StepEngine engine,
      TokenGate gate,
      SchedulerSettings settings,
      LongSupplier nanoTime,
      AdmissionDesk desk,
      SchedulerCounters counters,
      Doorbell doorbell) {
    this.engine = engine;
    this.gate = gate;
    this.nanoTime = nanoTime;
    this.desk = desk;
    this.counters = counters;
    this.doorbell = doorbell;
    facts = engine.facts();
    tokenizer = engine.tokenizer();
    slowReaderNanos = settings.slowReaderLimit().toNanos();
    runningLimit = Math.min(settings.runningLimit(), facts.sequences());
    inbox = new MpscAtomicArrayQueue<>(Math.max(settings.queueLimit(), 2));
    queue = new FairQueue(settings.agingStep().toNanos());
    sequences = new SequenceTable(facts, settings.shortestReuse());
    plan = new StepPlan(facts, settings.prefillRows(), queue);
    running = new Generation[facts.sequences()];
    batch = new StepBatch(facts.rowLimit());
    result = new StepResult(facts.rowLimit());
    ledger = new StepLedger(gate, counters, facts.sequences());
  }

  /** Hands over an admitted request. After the end it is failed at once. */
  void enqueue(Generation generation) {
    if (!inbox.offer(generation)) {
      throw new IllegalStateException("the inbox is smaller than the queue limit");
    }
    doorbell.news();
    if (ended.get()) {
      failInbox();
    }
  }

  /** Returns whether no admitted request is left. */
  boolean isEmpty() {
    return sequences.running() == 0 && desk.waiting() == 0;
  }

  /**
   * Does one step, if there is anything to compute.
   *
   * @return the nanoseconds until the next tick can have something to do, 0 for at once
   */
  long tick() {
    long now = nanoTime.getAsLong();
    takeInbox();
    endCancelled(now);
    join(now);
    compact();
    plan.choose(running, now, batch);
    counters.holds(sequences.running(), sequences.held());
    counters.uses(runningLimit, plan.prefilling(), plan.decoding(), sequences.running());
    wakeReaders();
    if (batch.isEmpty()) {
      return nanosToSleep(now);
    }
    step();
    wakeReaders();
    return 0;
  }

  /** Fails everything that is left. */
  void shutDown() {
    for (Generation generation : running) {
      if (generation != null) {
        fail(generation, FailureReason.SHUTDOWN, 0);
      }
    }
    takeInbox();
    long now = nanoTime.getAsLong();
    for (Generation left = queue.next(now); left != null; left = queue.next(now)) {
      endWaiting(left, new TokenEvent.Failed(FailureReason.SHUTDOWN, 0, left.usage()));
    }
    wakeReaders();
    ended.set(true);
    failInbox();
    batch.clear();
    piece.close();
  }

  private void takeInbox() {
    for (Generation next = inbox.poll(); next != null; next = inbox.poll()) {
      queue.add(next);
    }
  }

  /** The inbox has one consumer: the engine thread until the end, then whoever holds the lock. */
  private void failInbox() {
    synchronized (inbox) {
      for (Generation late = inbox.poll(); late != null; late = inbox.poll()) {
        desk.leave(late.request().tenant());
        tell(late, new TokenEvent.Failed(FailureReason.SHUTDOWN, 0, late.usage()));
        wakeReader(late);
      }
    }
  }

  private void endCancelled(long now) {
    queue.removeCancelled(
        generation ->
            endWaiting(
                generation,
                new TokenEvent.Finished(
                    FinishReason.CANCELLED, generation.usage(), generation.timings(now))));
    for (Generation generation : running) {
      if (generation == null) {
        continue;
      }
      if (generation.isCancelled()) {
        finish(generation, FinishReason.CANCELLED, now);
      } else if (generation.isAbandoned(now, slowReaderNanos)) {
        fail(generation, FailureReason.SLOW_READER, 0);
      }
    }
  }

  private void join(long now) {
    while (queue.size() > 0 && sequences.running() < runningLimit) {
      Generation next = queue.next(now);
      if (next == null) {
        return;
      }
      desk.leave(next.request().tenant());
      desk.admitted(now);
      int sequence =
          sequences.acquire(next.request().isolationDomain(), next.tokens(), next.known(), batch);
      running[sequence] = next;
      counters.looksUpPrefix(next.known(), sequences.reused());
      boolean isFirst = next.slot() == Generation.NO_SLOT;
      int slot = isFirst ? slots.nextClearBit(0) : next.slot();
      next.joins(sequence, slot, sequences.reused(), now);
      if (isFirst) {
        slots.set(slot);
        batch.openSampler(slot, next.request().sampling(), next.request().alternatives());
        batch.acceptPrompt(slot, next.tokens(), next.known());
        openGate(next);
      }
    }
  }

  private void openGate(Generation generation) {
    try {
      gate.opened(generation.slot(), generation.request());
    } catch (RuntimeException e) {
      LOG.error("the gate failed to open request {}", generation.request().id(), e);
      fail(generation, FailureReason.POLICY, TokenGate.BROKEN);
    }
  }

  /**
   * Closes a gap between running sequences that nobody has filled for some steps. Until then a new
   * request may fill it, which costs no copy.
   */
  private void compact() {
    int outlier = sequences.outlier();
    ticksWithGap = outlier == SequenceTable.NONE ? 0 : ticksWithGap + 1;
    Generation generation = ticksWithGap < GAP_PATIENCE_TICKS ? null : running[outlier];
    if (generation != null) {
      ticksWithGap = 0;
      int sequence = sequences.compact(outlier, batch);
      running[outlier] = null;
      running[sequence] = generation;
      generation.movesTo(sequence);
    }
  }

  private void step() {
    int rows = batch.rows();
    doorbell.stepBegins(rows);
    StepOutcome outcome = compute();
    doorbell.stepEnds();
    batch.clear();
    if (rows > 0) {
      counters.step(rows);
    }
    switch (outcome) {
      case COMPUTED -> harvest();
      case NO_ROOM -> makeRoom();
      case INTERRUPTED -> resynchronize();
      case REJECTED -> failNewest();
      case FAILED -> recover();
    }
    for (int i = 0; i < plan.size(); i++) {
      plan.participant(i).takesRows(0, 0);
    }
    plan.clear();
  }

  /** After an exception nobody knows which operations were applied, so a retry is of no use. */
  private StepOutcome compute() {
    try {
      return engine.step(batch, result);
    } catch (RuntimeException e) {
      LOG.error("the engine broke off a step with an exception", e);
      failures = FAILURES_BEFORE_REBUILD - 1;
      result.begin(batch.rows());
      return result.end(StepOutcome.FAILED);
    }
  }

  private void harvest() {
    failures = 0;
    ledger.clear();
    for (int i = 0; i < plan.size(); i++) {
      Generation generation = plan.participant(i);
      int from = generation.computed();
      int count = generation.rowCount();
      sequences.append(generation.sequence(), generation.tokens(), from, count);
      generation.computedUpTo(from + count);
      ledger.enter(generation, isCompletion(generation, result.sampled(generation.lastRow())));
    }
    ledger.account();
    long now = nanoTime.getAsLong();
    for (int i = 0; i < plan.size(); i++) {
      Generation generation = plan.participant(i);
      int stop = ledger.stop(i);
      if (stop == 0) {
        ledger.charge(i, generation);
      }
      publish(generation, now, ledger.pauseNanos(i), stop);
    }
  }

  private boolean isCompletion(Generation generation, int token) {
    return token >= 0
        && (generation.request().ignoreEndOfGeneration() || !tokenizer.isEndOfGeneration(token));
  }

  private void publish(Generation generation, long now, long pauseNanos, int stop) {
    try {
      if (stop != 0) {
        generation.finishesText();
        deliver(generation);
        fail(generation, FailureReason.POLICY, stop);
        return;
      }
      if (pauseNanos > 0) {
        generation.pauses(now + pauseNanos);
      }
      if (generation.tellsProgress(now)) {
        hasTold(generation);
      }
      int token = result.sampled(generation.lastRow());
      if (token == StepResult.NO_CANDIDATE) {
        fail(generation, FailureReason.ENGINE, 0);
      } else if (isCompletion(generation, token)) {
        publish(generation, token, now);
      } else if (token != StepResult.NOTHING) {
        generation.finishesText();
        deliver(generation);
        finish(generation, FinishReason.STOP, now);
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "the listener of request {} failed; the request is ended", generation.request().id(), e);
      if (generation.isRunning()) {
        finish(generation, FinishReason.CANCELLED, now);
      }
    }
  }

  private void publish(Generation generation, int token, long now) {
    tokenizer.appendPiece(token, false, piece);
    boolean stopped = generation.takes(result, piece, now);
    piece.truncate(0);
    boolean full = !stopped && generation.isAtLimit(facts.contextLength());
    if (full) {
      stopped = generation.finishesText();
    }
    deliver(generation);
    if (stopped) {
      finish(generation, FinishReason.STOP, now);
    } else if (full) {
      finish(generation, FinishReason.LENGTH, now);
    }
  }

  /** Frees a retained prefix, or sends the request with the least claim back to the queue. */
  private void makeRoom() {
    if (sequences.evict(batch)) {
      return;
    }
    long now = nanoTime.getAsLong();
    Generation victim = null;
    for (Generation generation : running) {
      if (generation != null && (victim == null || queue.goesBefore(victim, generation, now))) {
        victim = generation;
      }
    }
    if (victim == null) {
      return;
    }
    if (sequences.running() == 1) {
      recover();
    } else {
      sendBack(victim, false);
    }
  }

  private void sendBack(Generation generation, boolean sequenceIsGone) {
    if (!sequenceIsGone) {
      sequences.release(generation.sequence(), false, batch);
    }
    running[generation.sequence()] = null;
    generation.stepsBack();
    queue.putBack(generation);
    desk.reenter(generation.request().tenant());
    counters.preempted();
  }

  /** Takes over what the engine says it has computed, except for rows whose logits are lost. */
  private void resynchronize() {
    for (int i = 0; i < plan.size(); i++) {
      Generation generation = plan.participant(i);
      if (!generation.isRunning()) {
        continue;
      }
      int held = Math.max(result.length(generation.firstRow()), 0);
      int wanted = Math.min(held, generation.known() - 1);
      int before = generation.computed();
      if (wanted > before) {
        sequences.append(generation.sequence(), generation.tokens(), before, wanted - before);
      } else {
        sequences.truncate(generation.sequence(), wanted, batch);
      }
      if (held > wanted) {
        batch.remove(generation.sequence(), wanted);
      }
      generation.computedUpTo(wanted);
    }
  }

  private void failNewest() {
    Generation newest = null;
    for (int i = 0; i < plan.size(); i++) {
      Generation generation = plan.participant(i);
      if (newest == null || generation.arrival() > newest.arrival()) {
        newest = generation;
      }
    }
    if (newest != null) {
      LOG.error(
          "the engine refused the rows of a step; request {} is ended", newest.request().id());
      fail(newest, FailureReason.ENGINE, 0);
    }
  }

  /** Tries again once; then fails who took part, and starts the engine afresh for the others. */
  private void recover() {
    failures++;
    if (failures < FAILURES_BEFORE_REBUILD) {
      resynchronize();
      return;
    }
    failures = 0;
    LOG.error("the engine failed repeatedly or beyond repair and is rebuilt");
    for (int i = 0; i < plan.size(); i++) {
      fail(plan.participant(i), FailureReason.ENGINE, 0);
    }
    sequences.clear();
    for (Generation generation : running) {
      if (generation != null) {
        sendBack(generation, true);
      }
    }
    engine.rebuild();
  }

  private void finish(Generation generation, FinishReason reason, long now) {
    if (sequences.isWorthKeeping(generation.sequence())) {
      generation.keepsComputation();
    }
    end(
        generation,
        true,
        new TokenEvent.Finished(reason, generation.usage(), generation.timings(now)));
  }

  private void fail(Generation generation, FailureReason reason, int code) {
    end(
        generation,
        reason != FailureReason.ENGINE,
        new TokenEvent.Failed(reason, code, generation.usage()));
  }

  private void end(Generation generation, boolean retain, TokenEvent last) {
    int sequence = generation.sequence();
    sequences.release(sequence, retain, batch);
    running[sequence] = null;
    generation.stepsBack();
    counters.holds(sequences.running(), sequences.held());
    endSlot(generation);
    queue.leave(generation);
    tell(generation, last);
    hasTold(generation);
  }

  private void endWaiting(Generation generation, TokenEvent last) {
    desk.leave(generation.request().tenant());
    endSlot(generation);
    queue.leave(generation);
    tell(generation, last);
    hasTold(generation);
  }

  private void endSlot(Generation generation) {
    int slot = generation.slot();
    if (slot == Generation.NO_SLOT) {
      return;
    }
    batch.closeSampler(slot);
    slots.clear(slot);
    try {
      gate.closed(slot, generation.usage());
    } catch (RuntimeException e) {
      LOG.error("the gate failed to close request {}", generation.request().id(), e);
    }
  }

  private void deliver(Generation generation) {
    if (generation.deliver()) {
      hasTold(generation);
    }
  }

  private void tell(Generation generation, TokenEvent last) {
    try {
      generation.ends(last);
    } catch (RuntimeException e) {
      LOG.warn("the listener of request {} failed at its end", generation.request().id(), e);
    }
  }

  /** Events of one request follow each other, so it is enough to look at the last one told. */
  private void hasTold(Generation generation) {
    if (told.isEmpty() || told.getLast() != generation) {
      told.add(generation);
    }
  }

  private void wakeReaders() {
    told.forEach(EngineLoop::wakeReader);
    told.clear();
  }

  private static void wakeReader(Generation generation) {
    try {
      generation.published();
    } catch (RuntimeException e) {
      LOG.warn("the listener of request {} failed", generation.request().id(), e);
    }
  }

  private long nanosToSleep(long now) {
    long least = Long.MAX_VALUE;
    for (Generation generation : running) {
      if (generation != null) {
        least = Math.min(least, generation.nanosToWait(now, slowReaderNanos));
      }
    }
    return least;
  }
}
