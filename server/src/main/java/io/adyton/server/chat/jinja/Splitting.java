// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Items;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cuts a string into pieces, each a slice of it. */
final class Splitting {
  private final Rendering rendering;
  private final Str string;
  private final long limit;
  private final List<Value> pieces = new ArrayList<>();

  /**
   * @param limit how many cuts to make at most, or less than 0 for all
   */
  Splitting(Rendering rendering, Str string, long limit) {
    this.rendering = rendering;
    this.string = string;
    this.limit = limit < 0 ? Long.MAX_VALUE : limit;
  }

  Items at(Str separator) {
    Search search = new Search(rendering, string, separator);
    int start = 0;
    for (int found = search.first(0);
        found >= 0 && pieces.size() < limit;
        found = search.first(start)) {
      add(start, found);
      start = found + separator.length();
    }
    add(start, string.length());
    return Items.list(pieces);
  }

  Items atFromRight(Str separator) {
    Search search = new Search(rendering, string, separator);
    int end = string.length();
    for (int found = search.last(end);
        found >= 0 && pieces.size() < limit;
        found = search.last(end - separator.length())) {
      add(found + separator.length(), end);
      end = found;
    }
    add(0, end);
    Collections.reverse(pieces);
    return Items.list(pieces);
  }

  Items atSpace() {
    int at = skipSpace(0);
    while (at < string.length()) {
      if (pieces.size() >= limit) {
        add(at, string.length());
        break;
      }
      int end = at;
      while (end < string.length() && !Characters.isSpace(string.codePointAt(end))) {
        end = string.next(end);
      }
      add(at, end);
      at = skipSpace(end);
    }
    return Items.list(pieces);
  }

  Items atSpaceFromRight() {
    int at = skipSpaceBack(string.length());
    while (at > 0) {
      if (pieces.size() >= limit) {
        add(0, at);
        break;
      }
      int start = at;
      while (start > 0 && !Characters.isSpace(string.codePointAt(string.previous(start)))) {
        start = string.previous(start);
      }
      add(start, at);
      at = skipSpaceBack(start);
    }
    Collections.reverse(pieces);
    return Items.list(pieces);
  }

  static List<Value> lines(Rendering rendering, Str string, boolean keepEnds) {
    rendering.bytes(string.length());
    Splitting splitting = new Splitting(rendering, string, -1);
    int start = 0;
    for (int at = 0; at < string.length(); ) {
      int next = string.next(at);
      if (Characters.isLineBreak(string.codePointAt(at))) {
        boolean pair =
            string.byteAt(at) == '\r' && next < string.length() && string.byteAt(next) == '\n';
        next = pair ? next + 1 : next;
        splitting.add(start, keepEnds ? next : at);
        start = next;
      }
      at = next;
    }
    if (start < string.length()) {
      splitting.add(start, string.length());
    }
    return splitting.pieces;
  }

  private int skipSpace(int from) {
    int at = from;
    while (at < string.length() && Characters.isSpace(string.codePointAt(at))) {
      at = string.next(at);
    }
    return at;
  }

  private int skipSpaceBack(int from) {
    int at = from;
    while (at > 0 && Characters.isSpace(string.codePointAt(string.previous(at)))) {
      at = string.previous(at);
    }
    return at;
  }

  private void add(int from, int to) {
    rendering.entries(8);
    rendering.requireEntries(pieces.size());
    pieces.add(string.slice(from, to));
  }
}
