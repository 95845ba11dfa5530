// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.RenderedPrompt;
import io.adyton.server.chat.jinja.ContentSpans;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Turns rendered prompts into token ids.
 *
 * <p><b>Guarantees.</b> What a client wrote never becomes a control token, however it is spelled.
 * The begin-of-text token comes once, whether the template or the vocabulary asks for it. A prompt
 * without spelled-out control tokens in its contents is tokenized in one piece, as every other
 * client of the library does it.
 *
 * <p><b>Does not guarantee.</b> Anything about markers that a model's vocabulary lists as text of
 * its own kind (user-defined) and not as control tokens: libllama reads those wherever they stand.
 *
 * <p>Immutable and thread-safe; takes time proportional to the prompt.
 */
public final class PromptTokenizer {
  private final Tokenizer tokenizer;
  private final BitSet controlTokens;
  private final byte[] beginOfText;

  private PromptTokenizer(Tokenizer tokenizer, BitSet controlTokens) {
    this.tokenizer = tokenizer;
    this.controlTokens = controlTokens;
    this.beginOfText = tokenizer.beginOfText().getBytes(StandardCharsets.UTF_8);
  }

  /** Looks through the vocabulary once for tokens that have a spelling but stand for no text. */
  public static PromptTokenizer of(Tokenizer tokenizer) {
    BitSet controlTokens = new BitSet(tokenizer.vocabularySize());
    try (Text piece = Text.withCapacity(0)) {
      for (int token = 0; token < tokenizer.vocabularySize(); token++) {
        tokenizer.appendPiece(token, false, piece);
        boolean silent = piece.isEmpty();
        piece.truncate(0);
        if (silent) {
          tokenizer.appendPiece(token, true, piece);
          controlTokens.set(token, !piece.isEmpty());
          piece.truncate(0);
        }
      }
    }
    return new PromptTokenizer(tokenizer, controlTokens);
  }

  /** Returns the token ids of {@code prompt}, the caller's to zero. */
  public int[] tokenize(RenderedPrompt prompt) {
    Text text = prompt.text();
    boolean addSpecial = !startsWithBeginOfText(text);
    int[] whole = tokenizer.tokenize(text, addSpecial, true);
    if (keepsContentPlain(whole, text, prompt.content())) {
      return whole;
    }
    Arrays.fill(whole, 0);
    return tokenizeApart(text, addSpecial, prompt.content());
  }

  private boolean startsWithBeginOfText(Text text) {
    return beginOfText.length > 0
        && text.length() >= beginOfText.length
        && text.view().slice(0, beginOfText.length).equals(ByteBuffer.wrap(beginOfText));
  }

  /** Finds where in the text every token stands, and whether a control token covers content. */
  private boolean keepsContentPlain(int[] tokens, Text text, ContentSpans content) {
    if (content.count() == 0) {
      return true;
    }
    ByteBuffer bytes = text.view();
    try (Text piece = Text.withCapacity(0)) {
      int at = 0;
      for (int token : tokens) {
        piece.truncate(0);
        tokenizer.appendPiece(token, true, piece);
        int end = at + piece.length();
        boolean spelled =
            end <= bytes.limit() && bytes.slice(at, piece.length()).equals(piece.view());
        boolean control = controlTokens.get(token);
        if (!spelled && control) {
          continue; // A marker that the vocabulary added and nobody spelled.
        }
        if (!spelled || control && content.overlaps(at, end)) {
          return false;
        }
        at = end;
      }
      return at == bytes.limit();
    }
  }

  private int[] tokenizeApart(Text text, boolean addSpecial, ContentSpans content) {
    int[] tokens = new int[0];
    int at = 0;
    for (int run = 0; run < content.count(); run++) {
      tokens = append(tokens, text, at, content.offset(run), addSpecial && at == 0, true);
      at = content.offset(run) + content.length(run);
      tokens = append(tokens, text, content.offset(run), at, false, false);
    }
    return append(tokens, text, at, text.length(), addSpecial && at == 0, true);
  }

  private int[] append(
      int[] tokens, Text text, int from, int to, boolean addSpecial, boolean parseSpecial) {
    if (from == to && !addSpecial) {
      return tokens;
    }
    int[] more;
    try (Text part = text.copy(from, to)) {
      more = tokenizer.tokenize(part, addSpecial, parseSpecial);
    }
    int[] all = Arrays.copyOf(tokens, tokens.length + more.length);
    System.arraycopy(more, 0, all, tokens.length, more.length);
    Arrays.fill(tokens, 0);
    Arrays.fill(more, 0);
    return all;
  }
}
