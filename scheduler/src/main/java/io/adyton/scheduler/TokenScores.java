// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.util.Arrays;
import java.util.Objects;

/**
 * Token ids with their log-probabilities, in flat arrays.
 *
 * <p>Log-probabilities are natural, and of the model's own distribution: softmax over the untouched
 * row of logits, before bias, penalties, filters and temperature.
 *
 * <p>Ids are as sensitive as the text they stand for, so everything is zeroed when it is dropped,
 * when the arrays grow and on {@link #close()}. Has one owner; confined to one thread at a time.
 */
public final class TokenScores implements AutoCloseable {
  /** In place of a number of alternatives: no scores are wanted, not even the chosen token's. */
  public static final int NOT_WANTED = -1;

  /** In place of a token: the model has fewer tokens to offer than were asked for. */
  public static final int NO_TOKEN = -1;

  private int[] tokens = {};
  private float[] logProbabilities = {};
  private int size;

  /** Creates an empty list. */
  public TokenScores() {}

  /** Returns the number of entries. */
  public int size() {
    return size;
  }

  /** Returns the token of entry {@code index}, or {@link #NO_TOKEN}. */
  public int token(int index) {
    return tokens[Objects.checkIndex(index, size)];
  }

  /** Returns the log-probability of entry {@code index}, at most 0. */
  public float logProbability(int index) {
    return logProbabilities[Objects.checkIndex(index, size)];
  }

  /** Adds an entry. */
  public void add(int token, float logProbability) {
    reserve(1);
    tokens[size] = token;
    logProbabilities[size++] = logProbability;
  }

  /** Replaces entry {@code index}. */
  public void set(int index, int token, float logProbability) {
    tokens[Objects.checkIndex(index, size)] = token;
    logProbabilities[index] = logProbability;
  }

  /** Adds {@code count} entries of {@code source}, which is another list, from {@code from} on. */
  public void append(TokenScores source, int from, int count) {
    reserve(count);
    System.arraycopy(source.tokens, from, tokens, size, count);
    System.arraycopy(source.logProbabilities, from, logProbabilities, size, count);
    size += count;
  }

  /** Drops the first {@code count} entries. */
  public void dropFirst(int count) {
    int rest = size - count;
    System.arraycopy(tokens, count, tokens, 0, rest);
    System.arraycopy(logProbabilities, count, logProbabilities, 0, rest);
    Arrays.fill(tokens, rest, size, 0);
    Arrays.fill(logProbabilities, rest, size, 0);
    size = rest;
  }

  /** Drops every entry; the list can be filled again. */
  @Override
  public void close() {
    dropFirst(size);
  }

  /** Shows how many entries there are, never the entries. */
  @Override
  public String toString() {
    return "[scores of " + size + " tokens]";
  }

  private void reserve(int count) {
    int needed = Math.addExact(size, count);
    if (needed > tokens.length) {
      int[] oldTokens = tokens;
      float[] oldLogProbabilities = logProbabilities;
      int capacity = Math.max(needed, size * 2);
      tokens = Arrays.copyOf(oldTokens, capacity);
      logProbabilities = Arrays.copyOf(oldLogProbabilities, capacity);
      Arrays.fill(oldTokens, 0);
      Arrays.fill(oldLogProbabilities, 0);
    }
  }
}
