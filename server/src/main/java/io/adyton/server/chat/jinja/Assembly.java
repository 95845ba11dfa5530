// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** A string in the making: bytes into a text, and note of those that came from the request. */
final class Assembly {
  private final Rendering rendering;
  private final Text text;
  private final Reason tooLarge;
  private int[] bounds = new int[8];
  private int boundCount;

  /**
   * @param text where to write, empty and not owned
   * @param tooLarge the reason to give when it grows beyond the size of a prompt
   */
  Assembly(Rendering rendering, Text text, Reason tooLarge) {
    this.rendering = rendering;
    this.text = text;
    this.tooLarge = tooLarge;
  }

  int length() {
    return text.length();
  }

  Assembly append(Str string) {
    return append(string, 0, string.length());
  }

  Assembly append(Str string, int from, int to) {
    if (from >= to) {
      return this;
    }
    int start = reserve(to - from);
    text.append(string.bytes().slice(from, to - from));
    ContentSpans content = string.content();
    for (int run = content.firstEndingAfter(from);
        run < content.count() && content.offset(run) < to;
        run++) {
      int runStart = Math.max(content.offset(run), from);
      int runEnd = Math.min(content.offset(run) + content.length(run), to);
      mark(start + runStart - from, start + runEnd - from);
    }
    return this;
  }

  /**
   * Appends a string with some of its characters spelled otherwise. What stands for a character of
   * the request counts as the request's.
   */
  Assembly appendEscaped(Str string, IntPredicate isEscaped, IntFunction<String> escape) {
    int copied = 0;
    for (int at = 0; at < string.length(); ) {
      int next = string.next(at);
      int character = string.codePointAt(at);
      if (isEscaped.test(character)) {
        append(string, copied, at);
        int start = length();
        append(escape.apply(character));
        if (string.content().overlaps(at, next)) {
          markFrom(start);
        }
        copied = next;
      }
      at = next;
    }
    return append(string, copied, string.length());
  }

  /** Appends words of the engine's own. */
  Assembly append(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      text.append((byte) ascii.charAt(i));
    }
    return this;
  }

  Assembly append(char ascii, int times) {
    if (times > 0) {
      reserve(times);
      for (int i = 0; i < times; i++) {
        text.append((byte) ascii);
      }
    }
    return this;
  }

  /**
   * Appends one character, which came from the request or did not. The caller has paid for the
   * string that it comes from.
   */
  Assembly append(int codePoint, boolean isContent) {
    int start = requireRoom(4);
    if (codePoint < 0x80) {
      text.append((byte) codePoint);
    } else if (codePoint < 0x800) {
      text.append((byte) (0xC0 | codePoint >> 6)).append(tail(codePoint));
    } else if (codePoint < 0x10000) {
      text.append((byte) (0xE0 | codePoint >> 12))
          .append(tail(codePoint >> 6))
          .append(tail(codePoint));
    } else {
      text.append((byte) (0xF0 | codePoint >> 18))
          .append(tail(codePoint >> 12))
          .append(tail(codePoint >> 6))
          .append(tail(codePoint));
    }
    if (isContent) {
      mark(start, text.length());
    }
    return this;
  }

  /** Declares everything from {@code from} on to have come from the request. */
  Assembly markFrom(int from) {
    while (boundCount > 0 && bounds[boundCount - 2] >= from) {
      boundCount -= 2;
    }
    mark(from, text.length());
    return this;
  }

  Str finish() {
    return Str.of(text.view(), spans());
  }

  ContentSpans spans() {
    return ContentSpans.copyOf(bounds, boundCount);
  }

  private int reserve(int count) {
    rendering.bytes(count);
    return requireRoom(count);
  }

  private int requireRoom(int count) {
    int start = text.length();
    if (count > Rendering.OUTPUT_LIMIT_BYTES - start) {
      throw rendering.fail(tooLarge, "expected at most " + Rendering.OUTPUT_LIMIT_BYTES + " bytes");
    }
    return start;
  }

  private void mark(int from, int to) {
    if (from >= to) {
      return;
    }
    if (boundCount > 0 && bounds[boundCount - 1] >= from) {
      bounds[boundCount - 1] = Math.max(bounds[boundCount - 1], to);
      return;
    }
    if (boundCount == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[boundCount] = from;
    bounds[boundCount + 1] = to;
    boundCount += 2;
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | bits & 0x3F);
  }
}
