// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.text.Text;
import java.util.Arrays;

/** A tokenizer for simulations: every byte is a token, and two control tokens follow them. */
public final class SimulatedTokenizer implements Tokenizer {
  /** The token in front of a prompt. */
  public static final int BEGIN_OF_TEXT = 256;

  /** The token that ends a generation. */
  public static final int END_OF_TEXT = 257;

  /** The number of tokens. */
  public static final int VOCABULARY_SIZE = 258;

  private static final String BEGIN_SPELLING = "<s>";
  private static final String END_SPELLING = "</s>";

  /** Creates the tokenizer. */
  public SimulatedTokenizer() {}

  @Override
  public int[] tokenize(Text text, boolean addSpecial, boolean parseSpecial) {
    int length = text.length();
    int[] tokens = new int[length + 1];
    int count = 0;
    if (addSpecial) {
      tokens[count++] = BEGIN_OF_TEXT;
    }
    for (int at = 0; at < length; count++) {
      if (parseSpecial && startsWith(text, at, BEGIN_SPELLING)) {
        tokens[count] = BEGIN_OF_TEXT;
        at += BEGIN_SPELLING.length();
      } else if (parseSpecial && startsWith(text, at, END_SPELLING)) {
        tokens[count] = END_OF_TEXT;
        at += END_SPELLING.length();
      } else {
        tokens[count] = text.byteAt(at) & 0xFF;
        at++;
      }
    }
    int[] exact = Arrays.copyOf(tokens, count);
    Arrays.fill(tokens, 0);
    return exact;
  }

  @Override
  public void appendPiece(int token, boolean special, Text target) {
    if (token < BEGIN_OF_TEXT) {
      target.append((byte) token);
    } else if (special) {
      String spelling = token == BEGIN_OF_TEXT ? BEGIN_SPELLING : END_SPELLING;
      for (int i = 0; i < spelling.length(); i++) {
        target.append((byte) spelling.charAt(i));
      }
    }
  }

  @Override
  public boolean isEndOfGeneration(int token) {
    return token == END_OF_TEXT;
  }

  @Override
  public int vocabularySize() {
    return VOCABULARY_SIZE;
  }

  @Override
  public boolean addsBeginOfText() {
    return true;
  }

  @Override
  public String beginOfText() {
    return BEGIN_SPELLING;
  }

  @Override
  public String endOfText() {
    return END_SPELLING;
  }

  private static boolean startsWith(Text text, int at, String spelling) {
    if (text.length() - at < spelling.length()) {
      return false;
    }
    for (int i = 0; i < spelling.length(); i++) {
      if (text.byteAt(at + i) != (byte) spelling.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
