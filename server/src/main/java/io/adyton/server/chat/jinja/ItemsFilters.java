// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Arguments.Bound;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.None;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Filters that go through lists and objects. */
final class ItemsFilters {
  static final Map<String, Filters.Filter> FILTERS =
      Map.ofEntries(
          Map.entry("length", ItemsFilters::length),
          Map.entry("count", ItemsFilters::length),
          Map.entry("first", ItemsFilters::first),
          Map.entry("last", ItemsFilters::last),
          Map.entry("list", ItemsFilters::list),
          Map.entry("join", ItemsFilters::join),
          Map.entry("items", ItemsFilters::items),
          Map.entry("dictsort", ItemsFilters::sortEntries),
          Map.entry("sort", ItemsFilters::sort),
          Map.entry("unique", ItemsFilters::unique),
          Map.entry("reverse", ItemsFilters::reverse),
          Map.entry("batch", ItemsFilters::batch),
          Map.entry("slice", ItemsFilters::slice),
          Map.entry("map", ItemsFilters::map),
          Map.entry("select", (input, arguments) -> choose(input, arguments, true, false)),
          Map.entry("reject", (input, arguments) -> choose(input, arguments, false, false)),
          Map.entry("selectattr", (input, arguments) -> choose(input, arguments, true, true)),
          Map.entry("rejectattr", (input, arguments) -> choose(input, arguments, false, true)));

  private ItemsFilters() {}

  private static List<Value> values(Value input, Arguments arguments) {
    List<Value> values = Operations.iterate(arguments.rendering(), input);
    arguments.rendering().entries(values.size());
    return values;
  }

  /** The filters that pick take none and zero, too, for an empty list. */
  private static List<Value> valuesIfTrue(Value input, Arguments arguments) {
    return Operations.isTrue(input) ? values(input, arguments) : List.of();
  }

  private static Value length(Value input, Arguments arguments) {
    arguments.bind("length", 0);
    Rendering rendering = arguments.rendering();
    return switch (input) {
      case Str string -> {
        rendering.bytes(string.length());
        yield new Int(string.codePoints());
      }
      case Items items when items.shape() != Items.Shape.STREAM -> new Int(items.values().size());
      case Mapping(Map<Value, Value> entries) -> new Int(entries.size());
      case Undefined _ -> new Int(0);
      case Loop loop -> loop.attribute("length") instanceof Int length ? length : new Int(0);
      case Value.Plain _ ->
          throw rendering.invalid("expected something with a length, found " + input.typeName());
    };
  }

  private static Value first(Value input, Arguments arguments) {
    arguments.bind("first", 0);
    if (input instanceof Str string) {
      return string.isEmpty() ? nothing() : string.slice(0, string.next(0));
    }
    List<Value> values = values(input, arguments);
    return values.isEmpty() ? nothing() : values.getFirst();
  }

  private static Value last(Value input, Arguments arguments) {
    arguments.bind("last", 0);
    if (input instanceof Str string) {
      return string.isEmpty()
          ? nothing()
          : string.slice(string.previous(string.length()), string.length());
    }
    if (input instanceof Items items && items.shape() == Items.Shape.STREAM) {
      throw arguments.rendering().invalid("expected a list to take the last of, found a stream");
    }
    List<Value> values = values(input, arguments);
    return values.isEmpty() ? nothing() : values.getLast();
  }

  private static Value nothing() {
    return new Undefined("the item of an empty sequence");
  }

  private static Value list(Value input, Arguments arguments) {
    arguments.bind("list", 0);
    return Items.list(new ArrayList<>(values(input, arguments)));
  }

  private static Value join(Value input, Arguments arguments) {
    Bound bound = arguments.bind("join", 0, "d", "attribute");
    Rendering rendering = arguments.rendering();
    Str separator = PythonText.of(rendering, bound.value(0, Str.EMPTY));
    UnaryOperator<Value> key = path(rendering, bound.unlessNone(1), null);
    Assembly joined = rendering.assemble();
    boolean first = true;
    for (Value value : values(input, arguments)) {
      if (!first) {
        joined.append(separator);
      }
      first = false;
      PythonText.write(rendering, key.apply(value), joined);
    }
    return joined.finish();
  }

  private static Value items(Value input, Arguments arguments) {
    arguments.bind("items", 0);
    return switch (input) {
      case Mapping mapping -> Items.stream(MappingMethods.pairs(arguments.rendering(), mapping));
      case Undefined _ -> Items.stream(List.of());
      case Str _, Loop _, Value.Plain _ ->
          throw arguments
              .rendering()
              .invalid("expected an object to take the items of, found " + input.typeName());
    };
  }

  private static Value sortEntries(Value input, Arguments arguments) {
    Bound bound = arguments.bind("dictsort", 0, "case_sensitive", "by", "reverse");
    Rendering rendering = arguments.rendering();
    if (!(input instanceof Mapping mapping)) {
      throw rendering.invalid("expected an object to sort, found " + input.typeName());
    }
    Str by = bound.string(1, Str.literal("key"));
    if (!by.isText("key") && !by.isText("value")) {
      throw rendering.invalid("expected 'key' or 'value' as 'by' of dictsort");
    }
    int place = by.isText("key") ? 0 : 1;
    UnaryOperator<Value> key =
        pair -> folded(rendering, ((Items) pair).values().get(place), bound.truth(0, false));
    return sorted(rendering, MappingMethods.pairs(rendering, mapping), key, bound.truth(2, false));
  }

  private static Value sort(Value input, Arguments arguments) {
    Bound bound = arguments.bind("sort", 0, "reverse", "case_sensitive", "attribute");
    Rendering rendering = arguments.rendering();
    UnaryOperator<Value> path = path(rendering, bound.unlessNone(2), null);
    boolean caseSensitive = bound.truth(1, false);
    UnaryOperator<Value> key = value -> folded(rendering, path.apply(value), caseSensitive);
    return sorted(rendering, values(input, arguments), key, bound.truth(0, false));
  }

  private static Items sorted(
      Rendering rendering, List<Value> values, UnaryOperator<Value> key, boolean reverse) {
    record Keyed(Value key, Value value) {}

    List<Keyed> keyed = new ArrayList<>(values.size());
    for (Value value : values) {
      keyed.add(new Keyed(key.apply(value), value));
    }
    Comparator<Keyed> order = (a, b) -> Operations.order(rendering, a.key, b.key);
    keyed.sort(reverse ? order.reversed() : order);
    List<Value> sorted = new ArrayList<>(keyed.size());
    for (Keyed each : keyed) {
      sorted.add(each.value);
    }
    return Items.list(sorted);
  }

  private static Value unique(Value input, Arguments arguments) {
    Bound bound = arguments.bind("unique", 0, "case_sensitive", "attribute");
    Rendering rendering = arguments.rendering();
    UnaryOperator<Value> path = path(rendering, bound.unlessNone(1), null);
    Set<Value> seen = new HashSet<>();
    List<Value> unique = new ArrayList<>();
    for (Value value : values(input, arguments)) {
      Value key = folded(rendering, path.apply(value), bound.truth(0, false));
      if (seen.add(Operations.key(rendering, key))) {
        unique.add(value);
      }
    }
    return Items.stream(unique);
  }

  private static Value reverse(Value input, Arguments arguments) {
    arguments.bind("reverse", 0);
    if (input instanceof Str string) {
      return Slicing.slice(arguments.rendering(), string, None.NONE, None.NONE, new Int(-1));
    }
    List<Value> reversed = new ArrayList<>(values(input, arguments));
    Collections.reverse(reversed);
    return Items.stream(reversed);
  }

  private static Value batch(Value input, Arguments arguments) {
    Bound bound = arguments.bind("batch", 1, "linecount", "fill_with");
    Value fill = bound.unlessNone(1);
    List<Value> values = values(input, arguments);
    int size = size(arguments.rendering(), bound);
    List<Value> batches = new ArrayList<>();
    for (int start = 0; start < values.size(); start += size) {
      List<Value> batch =
          new ArrayList<>(values.subList(start, Math.min(start + size, values.size())));
      arguments.rendering().entries(fill == null ? batch.size() : size);
      while (fill != null && batch.size() < size) {
        batch.add(fill);
      }
      batches.add(Items.list(batch));
    }
    return Items.stream(batches);
  }

  private static Value slice(Value input, Arguments arguments) {
    Bound bound = arguments.bind("slice", 1, "slices", "fill_with");
    Value fill = bound.unlessNone(1);
    List<Value> values = values(input, arguments);
    int count = size(arguments.rendering(), bound);
    int longer = values.size() % count;
    int start = 0;
    List<Value> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arguments.rendering().step();
      int end = start + values.size() / count + (i < longer ? 1 : 0);
      List<Value> slice = new ArrayList<>(values.subList(start, end));
      if (fill != null && i >= longer) {
        slice.add(fill);
      }
      slices.add(Items.list(slice));
      start = end;
    }
    return Items.stream(slices);
  }

  private static int size(Rendering rendering, Bound bound) {
    long size = bound.integer(0, 0);
    if (size < 1) {
      throw rendering.invalid("expected a number of at least 1");
    }
    rendering.requireEntries(size);
    return (int) size;
  }

  private static Value map(Value input, Arguments arguments) {
    Rendering rendering = arguments.rendering();
    List<Value> mapped = new ArrayList<>();
    UnaryOperator<Value> mapper;
    if (arguments.positional().isEmpty()) {
      Bound bound = arguments.bind("map", 0, "attribute", "default");
      mapper = path(rendering, bound.value(0), bound.unlessNone(1));
    } else {
      String name = name(arguments, 0, "a filter");
      Arguments rest = arguments.withoutFirst();
      mapper = value -> Filters.apply(name, value, rest);
    }
    for (Value value : valuesIfTrue(input, arguments)) {
      rendering.step();
      mapped.add(mapper.apply(value));
    }
    return Items.stream(mapped);
  }

  private static Value choose(
      Value input, Arguments arguments, boolean wanted, boolean byAttribute) {
    Rendering rendering = arguments.rendering();
    UnaryOperator<Value> path = UnaryOperator.identity();
    Arguments rest = arguments;
    if (byAttribute) {
      if (arguments.positional().isEmpty()) {
        throw rendering.invalid("expected the name of an attribute");
      }
      path = path(rendering, arguments.positional().getFirst(), null);
      rest = arguments.withoutFirst();
    }
    String test = rest.positional().isEmpty() ? null : name(rest, 0, "a test");
    Arguments testArguments = test == null ? rest : rest.withoutFirst();
    List<Value> chosen = new ArrayList<>();
    for (Value value : valuesIfTrue(input, arguments)) {
      rendering.step();
      Value subject = path.apply(value);
      boolean holds =
          test == null ? Operations.isTrue(subject) : Tests.holds(test, subject, testArguments);
      if (holds == wanted) {
        chosen.add(value);
      }
    }
    return Items.stream(chosen);
  }

  private static String name(Arguments arguments, int place, String what) {
    String name =
        arguments.positional().get(place) instanceof Str string ? string.ownWords() : null;
    if (name == null) {
      throw arguments.rendering().invalid("expected the name of " + what);
    }
    return name;
  }

  /**
   * Returns what follows a path such as {@code a.b.0} from a value; the value itself if there is no
   * path.
   *
   * @param fallback what to take where the path leads nowhere, or null to leave it undefined
   */
  static UnaryOperator<Value> path(
      Rendering rendering, @Nullable Value path, @Nullable Value fallback) {
    if (path == null) {
      return UnaryOperator.identity();
    }
    List<Value> parts = parts(rendering, path);
    return value -> {
      Value found = value;
      for (Value part : parts) {
        found = Attributes.item(rendering, found, part);
        if (fallback != null && found instanceof Undefined) {
          found = fallback;
        }
      }
      return found;
    };
  }

  private static List<Value> parts(Rendering rendering, Value path) {
    if (!(path instanceof Str string)) {
      return List.of(path);
    }
    List<Value> parts = new ArrayList<>();
    for (Value part : new Splitting(rendering, string, -1).at(Str.literal(".")).values()) {
      String words = part instanceof Str name ? name.ownWords() : null;
      boolean isIndex = words != null && words.matches("[0-9]{1,9}");
      parts.add(isIndex ? new Int(Long.parseLong(words)) : part);
    }
    return parts;
  }

  /** Returns the key to sort or compare by, in lower case unless case matters. */
  static Value folded(Rendering rendering, Value key, boolean caseSensitive) {
    return key instanceof Str string && !caseSensitive ? CaseMapping.lower(rendering, string) : key;
  }
}
