// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one completion on its way out: pieces of tokens in, text that has become certain out.
 *
 * <p>Certain means: whole characters, no stop text in it, and nothing that could still become the
 * beginning of one. Confined to one thread.
 */
public final class CompletionText implements AutoCloseable {
  private final CharacterAssembler assembler = new CharacterAssembler();
  private final Text characters = Text.withCapacity(64);
  private final Text pending = Text.withCapacity(64);
  private final StopMatcher matcher;
  private int acceptedBytes;
  private int releasedBytes;

  /** Creates the text of a completion that {@code stops}, which stay the caller's, may end. */
  public CompletionText(List<Text> stops) {
    matcher = new StopMatcher(stops);
  }

  /**
   * Takes the bytes of one token.
   *
   * @return whether a stop text is now complete; {@link #release} then gives what precedes it
   */
  public boolean accept(Text piece) {
    assembler.accept(piece, characters);
    return match();
  }

  /**
   * Returns with how many released bytes everything accepted so far will have become certain. Never
   * reached by what a stop text cuts.
   */
  public int certainAt() {
    return assembler.isWithinCharacter() ? acceptedBytes + 1 : acceptedBytes;
  }

  /** Returns how many bytes were released. */
  public int releasedBytes() {
    return releasedBytes;
  }

  /**
   * Ends the input: an incomplete last character is replaced and nothing is held back any longer.
   *
   * @return whether the replacement completed a stop text
   */
  public boolean finish() {
    assembler.finish(characters);
    boolean stopped = match();
    matcher.clear();
    return stopped;
  }

  /** Returns what has become certain since the last call, the caller's to close, or null. */
  public @Nullable Text release() {
    int certain = pending.length() - matcher.heldBack();
    while (certain > 0 && certain < pending.length() && isContinuation(pending.byteAt(certain))) {
      certain--;
    }
    if (certain == 0) {
      return null;
    }
    Text released = pending.copy(0, certain);
    pending.dropFirst(certain);
    releasedBytes += certain;
    return released;
  }

  @Override
  public void close() {
    matcher.clear();
    characters.close();
    pending.close();
  }

  private boolean match() {
    int length = characters.length();
    int stop = 0;
    for (int i = 0; i < length && stop == 0; i++) {
      byte value = characters.byteAt(i);
      pending.append(value);
      acceptedBytes++;
      stop = matcher.accept(value);
    }
    characters.truncate(0);
    if (stop == 0) {
      return false;
    }
    pending.truncate(pending.length() - stop);
    matcher.clear();
    return true;
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }
}
