// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One step as a message: operations on sequences and samplers, then rows. Reused from step to step.
 *
 * <p>Everything in it is a number or an immutable value, so it can be written to a pipe. Confined
 * to whoever fills it until it is handed to {@link StepEngine#step}.
 */
public final class StepBatch {
  /** {@link #sampler}: the row's logits are not wanted. */
  public static final int NO_SAMPLER = -1;

  /** What an operation does. The letters a, b, c name its operands. */
  public enum Operation {
    /** Sequence b becomes a copy of sequence a. */
    COPY,
    /** Sequence a loses its positions from b on. */
    REMOVE,
    /** Every sequence but a loses all positions. */
    KEEP,
    /** The state of sequence a is kept under handle b. */
    SAVE,
    /** Sequence a takes the state kept under handle b, which is then gone. */
    RESTORE,
    /** The state kept under handle a is gone. */
    DISCARD,
    /**
     * Sampler a begins with {@link #params}(b). It scores its tokens and the c likeliest, or none
     * where c is {@link TokenScores#NOT_WANTED}.
     */
    OPEN_SAMPLER,
    /** Sampler a takes c prompt tokens, beginning at {@link #promptToken}(b), as seen. */
    ACCEPT_PROMPT,
    /** Sampler a ends. */
    CLOSE_SAMPLER
  }

  private static final Operation[] OPERATIONS = Operation.values();
  private static final int FIELDS = 4;

  private final int[] tokens;
  private final int[] positions;
  private final int[] sequences;
  private final int[] samplers;
  private int rows;

  private int[] operations = new int[FIELDS * 16];
  private int operationCount;
  private final List<SamplingParams> params = new ArrayList<>();
  private int[] promptTokens = new int[0];
  private int promptTokenCount;

  /** Creates an empty batch for at most {@code rowLimit} rows. */
  public StepBatch(int rowLimit) {
    tokens = new int[rowLimit];
    positions = new int[rowLimit];
    sequences = new int[rowLimit];
    samplers = new int[rowLimit];
  }

  /** Empties the batch and zeroes the tokens it held. */
  public void clear() {
    Arrays.fill(tokens, 0, rows, 0);
    Arrays.fill(promptTokens, 0, promptTokenCount, 0);
    rows = 0;
    operationCount = 0;
    promptTokenCount = 0;
    params.clear();
  }

  /** Returns whether there is neither a row nor an operation. */
  public boolean isEmpty() {
    return rows == 0 && operationCount == 0;
  }

  /**
   * Adds a row. Rows of one sequence follow each other in ascending positions, the first of which
   * is the sequence's length; sequences ascend.
   */
  public void addRow(int token, int position, int sequence, int sampler) {
    tokens[rows] = token;
    positions[rows] = position;
    sequences[rows] = sequence;
    samplers[rows] = sampler;
    rows++;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the token of {@code row}. */
  public int token(int row) {
    return tokens[row];
  }

  /** Returns the position of {@code row} in its sequence, counted from 0. */
  public int position(int row) {
    return positions[row];
  }

  /** Returns the sequence of {@code row}. */
  public int sequence(int row) {
    return sequences[row];
  }

  /** Returns the handle of the sampler of {@code row}, or {@link #NO_SAMPLER}. */
  public int sampler(int row) {
    return samplers[row];
  }

  /** Makes sequence {@code to}, whatever it held, a copy of {@code from}. */
  public void copy(int from, int to) {
    add(Operation.COPY, from, to, 0);
  }

  /** Cuts {@code sequence} down to its first {@code length} positions. */
  public void remove(int sequence, int length) {
    add(Operation.REMOVE, sequence, length, 0);
  }

  /** Empties every sequence but {@code sequence}. */
  public void keep(int sequence) {
    add(Operation.KEEP, sequence, 0, 0);
  }

  /**
   * Keeps the state of {@code sequence} under {@code handle}. The sequence must not take part in a
   * copy of the same batch; nor must one that is restored.
   */
  public void save(int sequence, int handle) {
    add(Operation.SAVE, sequence, handle, 0);
  }

  /** Puts the state kept under {@code handle} into {@code sequence} and forgets the handle. */
  public void restore(int sequence, int handle) {
    add(Operation.RESTORE, sequence, handle, 0);
  }

  /** Forgets the state kept under {@code handle}. */
  public void discard(int handle) {
    add(Operation.DISCARD, handle, 0, 0);
  }

  /**
   * Begins a sampler under a handle that is not in use.
   *
   * @param alternatives how many of the likeliest tokens are scored beside each sampled one, or
   *     {@link TokenScores#NOT_WANTED}
   */
  public void openSampler(int handle, SamplingParams sampling, int alternatives) {
    params.add(sampling);
    add(Operation.OPEN_SAMPLER, handle, params.size() - 1, alternatives);
  }

  /** Tells a sampler the first {@code count} of {@code prompt}, which are copied. */
  public void acceptPrompt(int handle, int[] prompt, int count) {
    if (promptTokenCount + count > promptTokens.length) {
      int[] larger = new int[Math.max(promptTokenCount + count, promptTokens.length * 2)];
      System.arraycopy(promptTokens, 0, larger, 0, promptTokenCount);
      Arrays.fill(promptTokens, 0);
      promptTokens = larger;
    }
    System.arraycopy(prompt, 0, promptTokens, promptTokenCount, count);
    add(Operation.ACCEPT_PROMPT, handle, promptTokenCount, count);
    promptTokenCount += count;
  }

  /** Ends a sampler; its handle may be used again. */
  public void closeSampler(int handle) {
    add(Operation.CLOSE_SAMPLER, handle, 0, 0);
  }

  /** Returns the number of operations. */
  public int operations() {
    return operationCount;
  }

  /** Returns the kind of operation {@code index}. */
  public Operation operation(int index) {
    return OPERATIONS[operations[index * FIELDS]];
  }

  /** Returns operand a of operation {@code index}. */
  public int a(int index) {
    return operations[index * FIELDS + 1];
  }

  /** Returns operand b of operation {@code index}. */
  public int b(int index) {
    return operations[index * FIELDS + 2];
  }

  /** Returns operand c of operation {@code index}. */
  public int c(int index) {
    return operations[index * FIELDS + 3];
  }

  /** Returns the parameters that an {@link Operation#OPEN_SAMPLER} points at. */
  public SamplingParams params(int index) {
    return params.get(index);
  }

  /** Returns a prompt token that an {@link Operation#ACCEPT_PROMPT} points at. */
  public int promptToken(int index) {
    return promptTokens[index];
  }

  private void add(Operation operation, int a, int b, int c) {
    int at = operationCount * FIELDS;
    if (at == operations.length) {
      operations = Arrays.copyOf(operations, at * 2);
    }
    operations[at] = operation.ordinal();
    operations[at + 1] = a;
    operations[at + 2] = b;
    operations[at + 3] = c;
    operationCount++;
  }
}
