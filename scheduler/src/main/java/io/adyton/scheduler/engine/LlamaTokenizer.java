// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.llama.Vocabulary;
import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.text.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The tokenizer of a llama model.
 *
 * <p>Every token's bytes are read once, at the start, so that turning tokens into text calls no
 * native code.
 */
final class LlamaTokenizer implements Tokenizer {
  private final Vocabulary vocabulary;
  private final byte[] pieces;
  private final int[] ends;
  private final BitSet hidden = new BitSet();

  LlamaTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    int size = vocabulary.size();
    ends = new int[size];
    ByteArrayOutputStream all = new ByteArrayOutputStream(size * 8);
    ByteBuffer piece = ByteBuffer.allocateDirect(Math.max(vocabulary.maxPieceBytes(), 1));
    byte[] bytes = new byte[piece.capacity()];
    for (int token = 0; token < size; token++) {
      hidden.set(token, vocabulary.appendPiece(token, false, piece.clear()) == 0);
      int length = vocabulary.appendPiece(token, true, piece.clear());
      piece.get(0, bytes, 0, length);
      all.write(bytes, 0, length);
      ends[token] = all.size();
    }
    pieces = all.toByteArray();
  }

  @Override
  public int[] tokenize(Text text, boolean addSpecial, boolean parseSpecial) {
    return vocabulary.tokenize(text.view(), addSpecial, parseSpecial);
  }

  @Override
  public void appendPiece(int token, boolean special, Text target) {
    if (special || !hidden.get(token)) {
      int start = token == 0 ? 0 : ends[token - 1];
      target.append(pieces, start, ends[token] - start);
    }
  }

  @Override
  public boolean isEndOfGeneration(int token) {
    return vocabulary.isEndOfGeneration(token);
  }

  @Override
  public int vocabularySize() {
    return vocabulary.size();
  }

  @Override
  public boolean addsBeginOfText() {
    return vocabulary.addsBeginOfText();
  }

  @Override
  public String beginOfText() {
    return spelling(vocabulary.beginOfText());
  }

  @Override
  public String endOfText() {
    return spelling(vocabulary.endOfText());
  }

  private String spelling(OptionalInt token) {
    return token.isPresent() ? vocabulary.spelling(token.getAsInt()) : "";
  }
}
