// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Arguments.Bound;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters that take or make text. */
final class TextFilters {
  static final Map<String, Filters.Filter> FILTERS =
      Map.ofEntries(
          Map.entry("string", (input, arguments) -> text(input, arguments)),
          Map.entry("trim", TextFilters::trim),
          Map.entry("upper", cased(CaseMapping::upper)),
          Map.entry("lower", cased(CaseMapping::lower)),
          Map.entry("capitalize", cased(CaseMapping::capitalize)),
          Map.entry("title", cased(CaseMapping::titleWords)),
          Map.entry("replace", TextFilters::replace),
          Map.entry("indent", TextFilters::indent),
          Map.entry("truncate", TextFilters::truncate),
          Map.entry("center", TextFilters::center),
          Map.entry("wordcount", TextFilters::countWords),
          Map.entry("format", TextFilters::format),
          Map.entry("safe", (input, arguments) -> text(input, arguments).asMarkup(true)),
          Map.entry("escape", TextFilters::escape),
          Map.entry("e", TextFilters::escape),
          Map.entry("tojson", TextFilters::toJson));

  private static final Str NEW_LINE = Str.literal("\n");

  private TextFilters() {}

  private static Str text(Value input, Arguments arguments) {
    return PythonText.of(arguments.rendering(), input);
  }

  private interface Mapper {
    Str map(Rendering rendering, Str string);
  }

  private static Filters.Filter cased(Mapper mapper) {
    return (input, arguments) -> {
      arguments.bind("a filter without arguments", 0);
      Str text = text(input, arguments);
      return mapper.map(arguments.rendering(), text).asMarkup(text.isMarkup());
    };
  }

  private static Value trim(Value input, Arguments arguments) {
    Bound bound = arguments.bind("trim", 0, "chars");
    @Nullable Str chars = bound.unlessNone(0) == null ? null : bound.string(0);
    return StringMethods.strip(arguments.rendering(), text(input, arguments), chars, true, true);
  }

  private static Value replace(Value input, Arguments arguments) {
    Bound bound = arguments.bind("replace", 2, "old", "new", "count");
    Rendering rendering = arguments.rendering();
    Str old = PythonText.of(rendering, bound.value(0));
    Str replacement = PythonText.of(rendering, bound.value(1));
    long count = bound.unlessNone(2) == null ? -1 : bound.integer(2, -1);
    Str text = text(input, arguments).asMarkup(false);
    return StringMethods.replace(rendering, text, old, replacement, count);
  }

  private static Value indent(Value input, Arguments arguments) {
    Bound bound = arguments.bind("indent", 0, "width", "first", "blank");
    Rendering rendering = arguments.rendering();
    if (!(input instanceof Str text)) {
      throw rendering.invalid("expected a string to indent, found " + input.typeName());
    }
    Str indentation =
        bound.value(0, Str.EMPTY) instanceof Str own && bound.has(0)
            ? own
            : spaces(rendering, bound.integer(0, 4));
    boolean blank = bound.truth(2, false);
    Assembly indented = rendering.assemble();
    // The line break that Jinja2 appends before it splits keeps the last line, however empty.
    List<Value> lines = Splitting.lines(rendering, rendering.concatenate(text, NEW_LINE), false);
    for (int i = 0; i < lines.size(); i++) {
      Str line = (Str) lines.get(i);
      boolean wanted = i == 0 ? bound.truth(1, false) : blank || !line.isEmpty();
      indented.append(i == 0 ? Str.EMPTY : NEW_LINE).append(wanted ? indentation : Str.EMPTY);
      indented.append(line);
    }
    return indented.finish().asMarkup(text.isMarkup());
  }

  private static Str spaces(Rendering rendering, long count) {
    rendering.requireString(count);
    return rendering.assemble().append(' ', (int) Math.max(count, 0)).finish();
  }

  private static Value truncate(Value input, Arguments arguments) {
    Bound bound = arguments.bind("truncate", 0, "length", "killwords", "end", "leeway");
    Rendering rendering = arguments.rendering();
    Str text = text(input, arguments);
    Str end = bound.string(2, Str.literal("..."));
    long length = bound.integer(0, 255);
    long leeway = bound.unlessNone(3) == null ? 5 : bound.integer(3, 5);
    long kept = length - end.codePoints();
    if (kept < 0 || leeway < 0) {
      throw rendering.invalid("expected a length of at least that of the end");
    }
    rendering.bytes(text.length());
    if (text.codePoints() <= Math.min(length, Integer.MAX_VALUE) + Math.min(leeway, 1 << 30)) {
      return text;
    }
    Str cut = text.slice(0, text.positionOf((int) Math.min(kept, Integer.MAX_VALUE)));
    int space =
        bound.truth(1, false)
            ? -1
            : new Search(rendering, cut, Str.literal(" ")).last(cut.length());
    return rendering.concatenate(space < 0 ? cut : cut.slice(0, space), end);
  }

  private static Value center(Value input, Arguments arguments) {
    long width = arguments.bind("center", 0, "width").integer(0, 80);
    return StringMethods.center(arguments.rendering(), text(input, arguments), width, ' ');
  }

  private static Value countWords(Value input, Arguments arguments) {
    arguments.bind("wordcount", 0);
    Str text = text(input, arguments);
    arguments.rendering().bytes(text.length());
    long words = 0;
    boolean inWord = false;
    for (int at = 0; at < text.length(); at = text.next(at)) {
      int character = text.codePointAt(at);
      boolean part = Character.isLetterOrDigit(character) || character == '_';
      words += part && !inWord ? 1 : 0;
      inWord = part;
    }
    return new Int(words);
  }

  private static Value format(Value input, Arguments arguments) {
    Value values =
        arguments.named().isEmpty()
            ? new Items(Items.Shape.TUPLE, arguments.positional())
            : named(arguments);
    return PercentFormat.format(arguments.rendering(), text(input, arguments), values);
  }

  private static Value named(Arguments arguments) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    arguments.named().forEach((name, value) -> entries.put(Str.literal(name), value));
    return new Mapping(entries);
  }

  private static Value escape(Value input, Arguments arguments) {
    arguments.bind("escape", 0);
    return Markup.escape(arguments.rendering(), text(input, arguments));
  }

  private static Value toJson(Value input, Arguments arguments) {
    Bound bound = arguments.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
    Rendering rendering = arguments.rendering();
    @Nullable Str indent = jsonIndent(rendering, bound);
    Str item = Str.literal(indent == null ? ", " : ",");
    Str key = Str.literal(": ");
    if (bound.unlessNone(2) != null) {
      List<Value> separators = Operations.iterate(rendering, bound.value(2));
      if (separators.size() != 2
          || !(separators.get(0) instanceof Str itemSeparator)
          || !(separators.get(1) instanceof Str keySeparator)) {
        throw rendering.invalid("expected two strings as 'separators' of tojson");
      }
      item = itemSeparator;
      key = keySeparator;
    }
    boolean asciiOnly = bound.truth(0, false);
    return JsonText.of(
        rendering, input, new JsonText.Style(indent, item, key, asciiOnly, bound.truth(3, false)));
  }

  private static @Nullable Str jsonIndent(Rendering rendering, Bound bound) {
    Value indent = bound.unlessNone(1);
    if (indent == null || indent instanceof Undefined) {
      return null;
    }
    return indent instanceof Str own ? own : spaces(rendering, bound.integer(1, 0));
  }
}
