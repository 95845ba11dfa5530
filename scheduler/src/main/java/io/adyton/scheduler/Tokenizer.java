// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.text.Text;

/** Turns text into token ids and back for one model. Thread-safe; callable from virtual threads. */
public interface Tokenizer {
  /**
   * Returns the token ids of {@code text}. The array is as sensitive as the text itself; whoever
   * receives it fills it with zeroes when done.
   *
   * @param addSpecial whether the model's begin and end markers are added as its vocabulary asks
   * @param parseSpecial whether the spelled-out names of control tokens become those tokens
   */
  int[] tokenize(Text text, boolean addSpecial, boolean parseSpecial);

  /**
   * Appends the bytes that {@code token} stands for. They need not be whole UTF-8: a character may
   * span several tokens.
   *
   * @param special whether control tokens are spelled out; otherwise they append nothing
   */
  void appendPiece(int token, boolean special, Text target);

  /** Returns whether {@code token} ends a generation. */
  boolean isEndOfGeneration(int token);

  /** Returns the number of tokens in the vocabulary; ids run from 0 to one less. */
  int vocabularySize();

  /** Returns whether the vocabulary asks for a begin-of-text token in front of every prompt. */
  boolean addsBeginOfText();

  /** Returns the spelling of the begin-of-text token, empty where the model has none. */
  String beginOfText();

  /** Returns the spelling of the end-of-text token, empty where the model has none. */
  String endOfText();
}
