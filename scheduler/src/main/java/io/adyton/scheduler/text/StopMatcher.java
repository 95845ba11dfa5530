// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

import java.util.Arrays;
import java.util.List;

/**
 * Finds stop texts in a stream, wherever the pieces are cut, and holds back what may yet become
 * one.
 *
 * <p>One Knuth-Morris-Pratt automaton for each stop text: time grows with the bytes of the stream
 * times the number of stop texts, never with their length. The first stop to be complete wins;
 * among those completed by the same byte, the longest.
 *
 * <p>Confined to one thread. The stop texts stay the caller's and must stay open.
 */
public final class StopMatcher {
  private final Text[] stops;
  private final int[][] fallbacks;
  private final int[] matched;

  /** Creates a matcher for {@code stops}, none of which may be empty. */
  public StopMatcher(List<Text> stops) {
    this.stops = stops.toArray(Text[]::new);
    fallbacks = new int[this.stops.length][];
    matched = new int[this.stops.length];
    for (int i = 0; i < fallbacks.length; i++) {
      fallbacks[i] = fallback(this.stops[i]);
    }
  }

  /**
   * Takes the next byte.
   *
   * @return the length of the stop text that this byte completes, else 0
   */
  public int accept(byte value) {
    int longest = 0;
    for (int i = 0; i < stops.length; i++) {
      Text stop = stops[i];
      int state = matched[i];
      while (state > 0 && stop.byteAt(state) != value) {
        state = fallbacks[i][state - 1];
      }
      if (stop.byteAt(state) == value) {
        state++;
      }
      if (state == stop.length()) {
        longest = Math.max(longest, state);
        state = fallbacks[i][state - 1];
      }
      matched[i] = state;
    }
    return longest;
  }

  /** Returns how many of the last bytes may be the beginning of a stop text. */
  public int heldBack() {
    int most = 0;
    for (int state : matched) {
      most = Math.max(most, state);
    }
    return most;
  }

  /** Forgets the structure of the stop texts. */
  public void clear() {
    for (int[] fallback : fallbacks) {
      Arrays.fill(fallback, 0);
    }
    Arrays.fill(matched, 0);
  }

  private static int[] fallback(Text stop) {
    if (stop.isEmpty()) {
      throw new IllegalArgumentException("a stop text has at least one byte");
    }
    int[] fallback = new int[stop.length()];
    int state = 0;
    for (int i = 1; i < fallback.length; i++) {
      while (state > 0 && stop.byteAt(state) != stop.byteAt(i)) {
        state = fallback[state - 1];
      }
      if (stop.byteAt(state) == stop.byteAt(i)) {
        state++;
      }
      fallback[i] = state;
    }
    return fallback;
  }
}
