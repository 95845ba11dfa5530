// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * The tokens of one model, and the way between them and text.
 *
 * <p>Text is bytes here, never a {@link String}: it may be anyone's secret. Native memory that held
 * it is zeroed before it is given back; the arrays and buffers handed in and out are the caller's
 * to zero.
 *
 * <p>Thread-safe. After the model is closed every method that needs it throws {@link
 * IllegalStateException}.
 */
public final class Vocabulary {
  private static final int NO_TOKEN = -1;
  private static final int TYPE_NONE = 0;
  private static final int TYPE_BYTE_PAIR = 2;
  private static final int PIECE_BYTES = 256;

  private final MemorySegment handle;
  private final int size;
  private final boolean splitsByExpression;
  private final boolean addsBeginOfText;
  private final boolean addsEndOfText;
  private final OptionalInt beginOfText;
  private final OptionalInt endOfText;
  private final OptionalInt endOfTurn;
  private final BitSet endsGeneration = new BitSet();
  private final BitSet control = new BitSet();
  private final int maxPieceBytes;

  private Vocabulary(MemorySegment handle) {
    this.handle = handle;
    size = LlamaSymbols.vocabularySize(handle);
    splitsByExpression = LlamaSymbols.vocabularyType(handle) == TYPE_BYTE_PAIR;
    addsBeginOfText = LlamaSymbols.addsBeginOfText(handle);
    addsEndOfText = LlamaSymbols.addsEndOfText(handle);
    beginOfText = token(LlamaSymbols.beginOfText(handle));
    endOfText = token(LlamaSymbols.endOfText(handle));
    endOfTurn = token(LlamaSymbols.endOfTurn(handle));
    int longest = 0;
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment buffer = scratch.allocate(PIECE_BYTES);
      for (int token = 0; token < size; token++) {
        endsGeneration.set(token, LlamaSymbols.isEndOfGeneration(handle, token));
        control.set(token, LlamaSymbols.isControl(handle, token));
        longest =
            Math.max(
                longest,
                Math.abs(LlamaSymbols.tokenToPiece(handle, token, buffer, PIECE_BYTES, 0, true)));
      }
    }
    maxPieceBytes = longest;
  }

  static Vocabulary of(NativeHandle model) {
    MemorySegment handle = model.part(LlamaSymbols.modelVocabulary(model.pointer()));
    if (LlamaSymbols.vocabularyType(handle) == TYPE_NONE) {
      throw new LlamaException("the model has no vocabulary, so no text can be given to it");
    }
    return new Vocabulary(handle);
  }

  /** Returns the number of tokens; ids run from 0 to one less. */
  public int size() {
    return size;
  }

  /**
   * Returns the token ids of the bytes between position and limit of {@code utf8}, which stay as
   * they are.
   *
   * @param utf8 a direct buffer
   * @param addSpecial whether the markers the vocabulary asks for are put around the text
   * @param parseSpecial whether the spelled-out names of control tokens become those tokens
   * @throws IllegalArgumentException when the bytes are not well-formed UTF-8, or are too many for
   *     this vocabulary to take at once
   */
  public int[] tokenize(ByteBuffer utf8, boolean addSpecial, boolean parseSpecial) {
    requireDirect(utf8);
    requireWellFormed(utf8);
    if (addSpecial) {
      requireMarkers();
    }
    return splitsByExpression
        ? DeepStack.call(utf8.remaining(), () -> ids(utf8, addSpecial, parseSpecial))
        : ids(utf8, addSpecial, parseSpecial);
  }

  /**
   * Writes the bytes that {@code token} stands for at the position of {@code target} and moves it.
   * They need not be whole UTF-8, since a character may span tokens. A buffer with {@link
   * #maxPieceBytes()} remaining always has room.
   *
   * @param special whether control tokens are spelled out; otherwise they are empty
   * @param target a direct, writable buffer
   * @return the number of bytes written
   * @throws IndexOutOfBoundsException when {@code target} has too little room; it stays as it was
   */
  public int appendPiece(int token, boolean special, ByteBuffer target) {
    requireToken(token);
    requireDirect(target);
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the target is read-only");
    }
    int room = target.remaining();
    int length =
        LlamaSymbols.tokenToPiece(handle, token, MemorySegment.ofBuffer(target), room, 0, special);
    if (length < 0) {
      throw new IndexOutOfBoundsException(
          "token " + token + " takes " + -length + " bytes, but the target has " + room + " left");
    }
    target.position(target.position() + length);
    return length;
  }

  /** Returns the length of the longest piece any token stands for, in bytes. */
  public int maxPieceBytes() {
    return maxPieceBytes;
  }

  /** Returns the vocabulary's own spelling of a token, which is public, unlike text. */
  public String spelling(int token) {
    requireToken(token);
    return CStrings.read(LlamaSymbols.tokenText(handle, token));
  }

  /** Returns whether {@code token} ends a generation. */
  public boolean isEndOfGeneration(int token) {
    requireToken(token);
    return endsGeneration.get(token);
  }

  /** Returns whether {@code token} steers the model and stands for no text. */
  public boolean isControl(int token) {
    requireToken(token);
    return control.get(token);
  }

  /** Returns whether the vocabulary asks for a begin-of-text token in front of a prompt. */
  public boolean addsBeginOfText() {
    return addsBeginOfText;
  }

  /** Returns whether the vocabulary asks for an end-of-text token after a text. */
  public boolean addsEndOfText() {
    return addsEndOfText;
  }

  /** Returns the begin-of-text token. */
  public OptionalInt beginOfText() {
    return beginOfText;
  }

  /** Returns the end-of-text token. */
  public OptionalInt endOfText() {
    return endOfText;
  }

  /** Returns the token that ends a turn of a conversation. */
  public OptionalInt endOfTurn() {
    return endOfTurn;
  }

  /** Returns the tokens the model's maker wants never to be generated. */
  public int[] suppressed() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment count = scratch.allocate(JAVA_INT);
      MemorySegment tokens = LlamaSymbols.suppressedTokens(handle, count);
      long bytes = count.get(JAVA_INT, 0) * (long) Integer.BYTES;
      return tokens.equals(MemorySegment.NULL)
          ? new int[0]
          : tokens.reinterpret(bytes).toArray(JAVA_INT);
    }
  }

  private int[] ids(ByteBuffer utf8, boolean addSpecial, boolean parseSpecial) {
    int bytes = utf8.remaining();
    MemorySegment text = MemorySegment.ofBuffer(utf8);
    int capacity = Math.addExact(bytes, 8);
    while (true) {
      try (Arena scratch = Arena.ofConfined()) {
        MemorySegment tokens = scratch.allocate(JAVA_INT, capacity);
        int count =
            LlamaSymbols.tokenize(handle, text, bytes, tokens, capacity, addSpecial, parseSpecial);
        if (count >= 0) {
          int[] ids = tokens.asSlice(0, count * (long) Integer.BYTES).toArray(JAVA_INT);
          tokens.fill((byte) 0);
          return ids;
        }
        if (count == Integer.MIN_VALUE) {
          throw new IllegalArgumentException("text of " + bytes + " bytes has too many tokens");
        }
        capacity = Math.negateExact(count);
      }
    }
  }

  private void requireToken(int token) {
    if (token < 0 || token >= size) {
      throw new IllegalArgumentException(
          "token " + token + " is outside the vocabulary of " + size);
    }
  }

  /** libllama aborts where a vocabulary asks for markers that it does not have. */
  private void requireMarkers() {
    if ((addsBeginOfText && beginOfText.isEmpty()) || (addsEndOfText && endOfText.isEmpty())) {
      throw new LlamaException(
          "the vocabulary asks for begin and end markers but does not name them; tokenize without");
    }
  }

  /** libllama throws over code points that do not exist, which ends the process. */
  private static void requireWellFormed(ByteBuffer utf8) {
    int malformed = Utf8.firstMalformed(utf8);
    if (malformed < utf8.limit()) {
      throw new IllegalArgumentException(
          "the text is not UTF-8 at byte " + (malformed - utf8.position()));
    }
  }

  private static void requireDirect(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("the buffer must be direct, but it lies on the heap");
    }
  }

  private static OptionalInt token(int id) {
    return id == NO_TOKEN ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
