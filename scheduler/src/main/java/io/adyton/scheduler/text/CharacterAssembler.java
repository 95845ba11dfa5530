// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

/**
 * Turns bytes that arrive in arbitrary pieces into whole, valid UTF-8.
 *
 * <p>A character that is not complete yet is carried over to the next piece. Bytes that cannot
 * belong to any character become U+FFFD, one for each maximal ill-formed run as the Unicode
 * Standard recommends (section 3.9, "U+FFFD Substitution of Maximal Subparts").
 *
 * <p>Confined to one thread.
 */
public final class CharacterAssembler {
  private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

  private final byte[] carry = new byte[4];
  private int carried;
  private int missing;
  private int leastNext = 0x80;
  private int mostNext = 0xBF;

  /** Creates an assembler with nothing carried over. */
  public CharacterAssembler() {}

  /** Appends to {@code target} the characters of {@code piece} that are complete by now. */
  public void accept(Text piece, Text target) {
    int length = piece.length();
    for (int i = 0; i < length; i++) {
      accept(piece.byteAt(i) & 0xFF, target);
    }
  }

  /** Returns whether the last character is not complete yet. */
  boolean isWithinCharacter() {
    return missing > 0;
  }

  /** Ends the input: a character that never became complete is replaced. */
  public void finish(Text target) {
    if (missing > 0) {
      replace(target);
    }
  }

  private void accept(int value, Text target) {
    if (missing > 0) {
      if (value >= leastNext && value <= mostNext) {
        take(value);
        missing--;
        leastNext = 0x80;
        mostNext = 0xBF;
        if (missing == 0) {
          target.append(carry, 0, carried);
          forget();
        }
        return;
      }
      replace(target);
    }
    begin(value, target);
  }

  private void begin(int value, Text target) {
    if (value < 0x80) {
      target.append((byte) value);
    } else if (value >= 0xC2 && value <= 0xDF) {
      lead(value, 1, 0x80, 0xBF);
    } else if (value >= 0xE0 && value <= 0xEF) {
      lead(value, 2, value == 0xE0 ? 0xA0 : 0x80, value == 0xED ? 0x9F : 0xBF);
    } else if (value >= 0xF0 && value <= 0xF4) {
      lead(value, 3, value == 0xF0 ? 0x90 : 0x80, value == 0xF4 ? 0x8F : 0xBF);
    } else {
      target.append(REPLACEMENT, 0, REPLACEMENT.length);
    }
  }

  private void lead(int value, int following, int least, int most) {
    take(value);
    missing = following;
    leastNext = least;
    mostNext = most;
  }

  private void replace(Text target) {
    target.append(REPLACEMENT, 0, REPLACEMENT.length);
    forget();
  }

  private void take(int value) {
    carry[carried++] = (byte) value;
  }

  private void forget() {
    java.util.Arrays.fill(carry, (byte) 0);
    carried = 0;
    missing = 0;
    leastNext = 0x80;
    mostNext = 0xBF;
  }
}
