// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

/**
 * Looks for one string in another and pays for every byte it compares, so that texts made to slow
 * the search down run out of steps instead.
 */
final class Search {
  private static final int BYTES_PER_PAYMENT = 4096;

  private final Rendering rendering;
  private final Str text;
  private final Str wanted;
  private int unpaid;

  Search(Rendering rendering, Str text, Str wanted) {
    this.rendering = rendering;
    this.text = text;
    this.wanted = wanted;
  }

  /** Returns where the wanted string first starts at or after {@code from}, or -1. */
  int first(int from) {
    int last = text.length() - wanted.length();
    int at = from;
    while (at <= last && !startsAt(at)) {
      at++;
    }
    pay();
    return at <= last ? at : -1;
  }

  /** Returns where the wanted string last starts at or before {@code from}, or -1. */
  int last(int from) {
    int at = Math.min(from, text.length() - wanted.length());
    while (at >= 0 && !startsAt(at)) {
      at--;
    }
    pay();
    return Math.max(at, -1);
  }

  private boolean startsAt(int position) {
    int equal = 0;
    while (equal < wanted.length() && text.byteAt(position + equal) == wanted.byteAt(equal)) {
      equal++;
    }
    unpaid += equal + 1;
    if (unpaid >= BYTES_PER_PAYMENT) {
      pay();
    }
    return equal == wanted.length();
  }

  private void pay() {
    rendering.bytes(unpaid);
    unpaid = 0;
  }
}
