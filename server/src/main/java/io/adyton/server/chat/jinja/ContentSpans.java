// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.util.Arrays;

/**
 * Runs of bytes, in ascending order and apart from each other, that came from a request and not
 * from a template.
 *
 * <p>Immutable. Guarantees that every byte the request contributed is covered; where a filter mixed
 * both beyond telling, its whole result is. Offsets and lengths count bytes.
 */
public final class ContentSpans {
  static final ContentSpans NONE = new ContentSpans(new int[0]);

  /** Start and end of each run, one after the other. */
  private final int[] bounds;

  private ContentSpans(int[] bounds) {
    this.bounds = bounds;
  }

  /** Takes {@code count} numbers of {@code bounds}: start and end of each run. */
  static ContentSpans copyOf(int[] bounds, int count) {
    return count == 0 ? NONE : new ContentSpans(Arrays.copyOf(bounds, count));
  }

  /** Returns one run from 0 to before {@code length}. */
  static ContentSpans whole(int length) {
    return length == 0 ? NONE : new ContentSpans(new int[] {0, length});
  }

  /** Returns the number of runs. */
  public int count() {
    return bounds.length / 2;
  }

  /** Returns where run {@code index} starts. */
  public int offset(int index) {
    return bounds[2 * index];
  }

  /** Returns how many bytes run {@code index} has. */
  public int length(int index) {
    return bounds[2 * index + 1] - bounds[2 * index];
  }

  /** Returns whether any byte from {@code from} to before {@code to} came from the request. */
  public boolean overlaps(int from, int to) {
    int run = firstEndingAfter(from);
    return run < count() && bounds[2 * run] < to;
  }

  /** Returns the first run that ends after {@code position}, or the count where none does. */
  int firstEndingAfter(int position) {
    int low = 0;
    int high = count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds[2 * middle + 1] <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns what lies from {@code from} to before {@code to}, counted from there. */
  ContentSpans slice(int from, int to) {
    int first = firstEndingAfter(from);
    int end = first;
    while (end < count() && bounds[2 * end] < to) {
      end++;
    }
    int[] inside = new int[2 * (end - first)];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = Math.clamp(bounds[2 * first + i], from, to) - from;
    }
    return copyOf(inside, inside.length);
  }

  @Override
  public String toString() {
    return count() + " runs of content";
  }
}
