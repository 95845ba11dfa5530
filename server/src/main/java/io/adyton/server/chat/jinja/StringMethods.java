// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Arguments.Bound;
import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str} that templates call. */
final class StringMethods {
  private interface Method {
    Value call(Str self, Arguments arguments);
  }

  private static final Map<String, Method> METHODS =
      Map.ofEntries(
          Map.entry("strip", (self, arguments) -> strip(self, arguments, true, true)),
          Map.entry("lstrip", (self, arguments) -> strip(self, arguments, true, false)),
          Map.entry("rstrip", (self, arguments) -> strip(self, arguments, false, true)),
          Map.entry("split", (self, arguments) -> split(self, arguments, false)),
          Map.entry("rsplit", (self, arguments) -> split(self, arguments, true)),
          Map.entry("splitlines", StringMethods::splitLines),
          Map.entry("partition", (self, arguments) -> partition(self, arguments, false)),
          Map.entry("rpartition", (self, arguments) -> partition(self, arguments, true)),
          Map.entry("startswith", (self, arguments) -> startsOrEnds(self, arguments, true)),
          Map.entry("endswith", (self, arguments) -> startsOrEnds(self, arguments, false)),
          Map.entry("removeprefix", StringMethods::removePrefix),
          Map.entry("removesuffix", StringMethods::removeSuffix),
          Map.entry("replace", StringMethods::replace),
          Map.entry("join", StringMethods::join),
          Map.entry("find", (self, arguments) -> new Int(find(self, arguments, false))),
          Map.entry("rfind", (self, arguments) -> new Int(find(self, arguments, true))),
          Map.entry("index", StringMethods::index),
          Map.entry("count", StringMethods::count),
          Map.entry("upper", cased(CaseMapping::upper)),
          Map.entry("lower", cased(CaseMapping::lower)),
          Map.entry("casefold", cased(CaseMapping::lower)),
          Map.entry("title", cased(CaseMapping::title)),
          Map.entry("capitalize", cased(CaseMapping::capitalize)),
          Map.entry("swapcase", cased(CaseMapping::swap)),
          Map.entry("isdigit", all(Character::isDigit)),
          Map.entry("isdecimal", all(Character::isDigit)),
          Map.entry("isnumeric", all(Character::isDigit)),
          Map.entry("isalpha", all(Character::isLetter)),
          Map.entry("isalnum", all(Character::isLetterOrDigit)),
          Map.entry("isspace", all(Characters::isSpace)),
          Map.entry("isascii", StringMethods::isAscii),
          Map.entry("isupper", (self, arguments) -> isCased(self, arguments, true)),
          Map.entry("islower", (self, arguments) -> isCased(self, arguments, false)),
          Map.entry("center", StringMethods::center),
          Map.entry("ljust", (self, arguments) -> justify(self, arguments, "ljust")),
          Map.entry("rjust", (self, arguments) -> justify(self, arguments, "rjust")),
          Map.entry("zfill", StringMethods::fillWithZeros),
          Map.entry("format", BraceFormat::format));

  private StringMethods() {}

  static @Nullable Function find(Str self, String name) {
    Method method = METHODS.get(name);
    return method == null
        ? null
        : new Function(
            name,
            arguments -> {
              arguments.rendering().bytes(self.length());
              return method.call(self, arguments);
            });
  }

  private interface Mapper {
    Str map(Rendering rendering, Str string);
  }

  private static Method cased(Mapper mapper) {
    return (self, arguments) -> {
      arguments.bind("a method without arguments", 0);
      return mapper.map(arguments.rendering(), self).asMarkup(self.isMarkup());
    };
  }

  private static Method all(IntPredicate predicate) {
    return (self, arguments) -> {
      arguments.bind("a method without arguments", 0);
      boolean all = !self.isEmpty();
      for (int at = 0; all && at < self.length(); at = self.next(at)) {
        all = predicate.test(self.codePointAt(at));
      }
      return Bool.of(all);
    };
  }

  private static Value isAscii(Str self, Arguments arguments) {
    arguments.bind("isascii", 0);
    boolean ascii = true;
    for (int at = 0; ascii && at < self.length(); at++) {
      ascii = self.byteAt(at) >= 0;
    }
    return Bool.of(ascii);
  }

  private static Value isCased(Str self, Arguments arguments, boolean upper) {
    arguments.bind("a method without arguments", 0);
    boolean any = false;
    for (int at = 0; at < self.length(); at = self.next(at)) {
      int character = self.codePointAt(at);
      if (Characters.isCased(character)) {
        if (upper != Character.isUpperCase(character)) {
          return Bool.FALSE;
        }
        any = true;
      }
    }
    return Bool.of(any);
  }

  private static Value strip(Str self, Arguments arguments, boolean left, boolean right) {
    Bound bound = arguments.bind("strip", 0, "chars");
    Value chars = bound.unlessNone(0);
    Str set = chars == null ? null : bound.string(0);
    return strip(arguments.rendering(), self, set, left, right);
  }

  /** Drops characters of {@code set}, or whitespace if it is null, from the ends. */
  static Str strip(Rendering rendering, Str self, @Nullable Str set, boolean left, boolean right) {
    rendering.bytes(set == null ? self.length() : self.length() * Math.max(set.length() / 4, 1));
    int from = 0;
    int to = self.length();
    while (left && from < to && isStripped(self, from, set)) {
      from = self.next(from);
    }
    while (right && to > from && isStripped(self, self.previous(to), set)) {
      to = self.previous(to);
    }
    return self.slice(from, to);
  }

  private static boolean isStripped(Str self, int at, @Nullable Str set) {
    int character = self.codePointAt(at);
    if (set == null) {
      return Characters.isSpace(character);
    }
    for (int i = 0; i < set.length(); i = set.next(i)) {
      if (set.codePointAt(i) == character) {
        return true;
      }
    }
    return false;
  }

  private static Value split(Str self, Arguments arguments, boolean fromRight) {
    Bound bound = arguments.bind("split", 0, "sep", "maxsplit");
    Str separator = bound.unlessNone(0) == null ? null : bound.string(0);
    Splitting splitting = new Splitting(arguments.rendering(), self, bound.integer(1, -1));
    if (separator == null) {
      return fromRight ? splitting.atSpaceFromRight() : splitting.atSpace();
    }
    if (separator.isEmpty()) {
      throw arguments.rendering().invalid("expected a separator that is not empty");
    }
    return fromRight ? splitting.atFromRight(separator) : splitting.at(separator);
  }

  private static Value splitLines(Str self, Arguments arguments) {
    boolean keepEnds = arguments.bind("splitlines", 0, "keepends").truth(0, false);
    return Items.list(Splitting.lines(arguments.rendering(), self, keepEnds));
  }

  private static Value partition(Str self, Arguments arguments, boolean last) {
    Str separator = arguments.bind("partition", 1, "sep").string(0);
    if (separator.isEmpty()) {
      throw arguments.rendering().invalid("expected a separator that is not empty");
    }
    Search search = new Search(arguments.rendering(), self, separator);
    int at = last ? search.last(self.length()) : search.first(0);
    if (at < 0) {
      return last
          ? Items.tuple(Str.EMPTY, Str.EMPTY, self)
          : Items.tuple(self, Str.EMPTY, Str.EMPTY);
    }
    Str rest = self.slice(at + separator.length(), self.length());
    return Items.tuple(self.slice(0, at), separator, rest);
  }

  private static Value startsOrEnds(Str self, Arguments arguments, boolean starts) {
    Value affix = arguments.bind(starts ? "startswith" : "endswith", 1, "affix").value(0);
    if (affix instanceof Items items && items.shape() == Items.Shape.TUPLE) {
      boolean any = false;
      for (Value each : items.values()) {
        any |= startsOrEnds(arguments.rendering(), self, each, starts);
      }
      return Bool.of(any);
    }
    return Bool.of(startsOrEnds(arguments.rendering(), self, affix, starts));
  }

  private static boolean startsOrEnds(Rendering rendering, Str self, Value affix, boolean starts) {
    if (!(affix instanceof Str string)) {
      throw rendering.invalid(
          "expected a string or a tuple of strings to compare with, found " + affix.typeName());
    }
    rendering.bytes(string.length());
    return starts ? self.startsWith(string, 0) : self.endsWith(string);
  }

  private static Value removePrefix(Str self, Arguments arguments) {
    Str prefix = arguments.bind("removeprefix", 1, "prefix").string(0);
    return self.startsWith(prefix, 0) ? self.slice(prefix.length(), self.length()) : self;
  }

  private static Value removeSuffix(Str self, Arguments arguments) {
    Str suffix = arguments.bind("removesuffix", 1, "suffix").string(0);
    return self.endsWith(suffix) ? self.slice(0, self.length() - suffix.length()) : self;
  }

  private static Value replace(Str self, Arguments arguments) {
    Bound bound = arguments.bind("replace", 2, "old", "new", "count");
    return replace(
        arguments.rendering(), self, bound.string(0), bound.string(1), bound.integer(2, -1));
  }

  static Str replace(Rendering rendering, Str self, Str old, Str replacement, long count) {
    long left = count < 0 ? Long.MAX_VALUE : count;
    Search search = new Search(rendering, self, old);
    if (left == 0 || (!old.isEmpty() && search.first(0) < 0)) {
      return self;
    }
    Assembly result = rendering.assemble();
    int copied = 0;
    int at = 0;
    while (left > 0 && at >= 0) {
      int found = search.first(at);
      if (found < 0) {
        break;
      }
      rendering.expression();
      result.append(self, copied, found).append(replacement);
      copied = found + old.length();
      at = old.isEmpty() ? (found < self.length() ? self.next(found) : -1) : copied;
      left--;
    }
    return result.append(self, copied, self.length()).finish().asMarkup(self.isMarkup());
  }

  private static Value join(Str self, Arguments arguments) {
    Value parts = arguments.bind("join", 1, "iterable").value(0);
    Rendering rendering = arguments.rendering();
    Assembly joined = rendering.assemble();
    boolean first = true;
    for (Value part : Operations.iterate(rendering, parts)) {
      if (!(part instanceof Str string)) {
        throw rendering.invalid("expected strings to join, found " + part.typeName());
      }
      if (!first) {
        joined.append(self);
      }
      first = false;
      joined.append(string);
    }
    return joined.finish();
  }

  private static long find(Str self, Arguments arguments, boolean last) {
    Bound bound = arguments.bind("find", 1, "sub", "start");
    Str wanted = bound.string(0);
    long start = bound.integer(1, 0);
    int characters = self.codePoints();
    int from = Math.clamp(start < 0 ? start + characters : start, 0, characters);
    int position = self.positionOf(from);
    Search search = new Search(arguments.rendering(), self, wanted);
    int found = last ? search.last(self.length()) : search.first(position);
    return found < position ? -1 : self.codePointsBefore(found);
  }

  private static Value index(Str self, Arguments arguments) {
    long found = find(self, arguments, false);
    if (found < 0) {
      throw arguments.rendering().invalid("expected the string to hold what 'index' looks for");
    }
    return new Int(found);
  }

  private static Value count(Str self, Arguments arguments) {
    Str wanted = arguments.bind("count", 1, "sub").string(0);
    if (wanted.isEmpty()) {
      return new Int(self.codePoints() + 1L);
    }
    Search search = new Search(arguments.rendering(), self, wanted);
    long count = 0;
    for (int at = search.first(0); at >= 0; at = search.first(at + wanted.length())) {
      count++;
    }
    return new Int(count);
  }

  private static Value center(Str self, Arguments arguments) {
    Bound bound = arguments.bind("center", 1, "width", "fillchar");
    return center(arguments.rendering(), self, bound.integer(0, 0), fill(bound, 1));
  }

  static Str center(Rendering rendering, Str self, long width, char fill) {
    long padding = Math.max(width - self.codePoints(), 0);
    rendering.requireString(padding);
    int all = (int) padding;
    int left = all / 2 + (all & (int) width & 1);
    return rendering.assemble().append(fill, left).append(self).append(fill, all - left).finish();
  }

  private static Value justify(Str self, Arguments arguments, String name) {
    Bound bound = arguments.bind(name, 1, "width", "fillchar");
    long padding = Math.max(bound.integer(0, 0) - self.codePoints(), 0);
    arguments.rendering().requireString(padding);
    boolean right = name.equals("rjust");
    return arguments
        .rendering()
        .assemble()
        .append(fill(bound, 1), right ? (int) padding : 0)
        .append(self)
        .append(fill(bound, 1), right ? 0 : (int) padding)
        .finish();
  }

  private static char fill(Bound bound, int parameter) {
    if (!bound.has(parameter)) {
      return ' ';
    }
    Str fill = bound.string(parameter);
    if (fill.length() != 1 || fill.byteAt(0) < 0) {
      throw bound.arguments().rendering().invalid("expected one ASCII character to fill with");
    }
    return (char) fill.byteAt(0);
  }

  private static Value fillWithZeros(Str self, Arguments arguments) {
    long width = arguments.bind("zfill", 1, "width").integer(0, 0);
    long padding = Math.max(width - self.codePoints(), 0);
    arguments.rendering().requireString(padding);
    boolean signed = !self.isEmpty() && (self.byteAt(0) == '-' || self.byteAt(0) == '+');
    int sign = signed ? 1 : 0;
    return arguments
        .rendering()
        .assemble()
        .append(self, 0, sign)
        .append('0', (int) padding)
        .append(self, sign, self.length())
        .finish();
  }
}
