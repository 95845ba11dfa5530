// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Arguments.Bound;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Namespace;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template knows: some of Jinja2's and the two of transformers. */
final class Globals {
  private Globals() {}

  static void define(Scope scope, Clock clock) {
    define(scope, "range", Globals::range);
    define(scope, "namespace", Globals::namespace);
    define(scope, "dict", Globals::dict);
    define(scope, "raise_exception", Globals::raise);
    define(
        scope,
        "strftime_now",
        arguments ->
            Strftime.format(
                arguments.rendering(),
                arguments.bind("strftime_now", 1, "format").string(0),
                ZonedDateTime.now(clock)));
  }

  private static void define(Scope scope, String name, Function.Body body) {
    scope.set(name, new Function(name, body));
  }

  private static Value range(Arguments arguments) {
    Bound bound = arguments.bind("range", 1, "start", "stop", "step");
    Rendering rendering = arguments.rendering();
    long start = bound.has(1) ? bound.integer(0, 0) : 0;
    long stop = bound.has(1) ? bound.integer(1, 0) : bound.integer(0, 0);
    long step = bound.integer(2, 1);
    if (step == 0) {
      throw rendering.invalid("expected a step of range other than zero");
    }
    rendering.requireEntries(count(start, stop, step));
    List<Value> numbers = new ArrayList<>();
    for (long at = start; step > 0 ? at < stop : at > stop; at += step) {
      rendering.entries(1);
      numbers.add(new Int(at));
    }
    return Items.list(numbers);
  }

  /** Returns how many numbers lie between, or the most a long holds. */
  private static long count(long start, long stop, long step) {
    if (step > 0 ? start >= stop : start <= stop) {
      return 0;
    }
    try {
      long distance = Math.subtractExact(stop, start);
      long last = Math.addExact(start, Math.multiplyExact(distance / step, step));
      // Stepping past the end must stay within a long as well.
      Math.addExact(last, step);
      return Math.ceilDiv(distance, step);
    } catch (ArithmeticException _) {
      return Long.MAX_VALUE;
    }
  }

  private static Value namespace(Arguments arguments) {
    Namespace namespace = new Namespace();
    for (Value value : arguments.positional()) {
      entries(arguments, value)
          .forEach((key, entry) -> namespace.attributes().put(attribute(arguments, key), entry));
    }
    namespace.attributes().putAll(arguments.named());
    return namespace;
  }

  private static String attribute(Arguments arguments, Value key) {
    String name = key instanceof Str string ? string.ownWords() : null;
    if (name == null) {
      throw arguments.rendering().invalid("expected attributes named by the template");
    }
    return name;
  }

  private static Value dict(Arguments arguments) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (Value value : arguments.positional()) {
      entries.putAll(entries(arguments, value));
    }
    arguments.named().forEach((name, value) -> entries.put(Str.literal(name), value));
    return new Mapping(entries);
  }

  private static Map<Value, Value> entries(Arguments arguments, Value value) {
    Rendering rendering = arguments.rendering();
    if (value instanceof Mapping(Map<Value, Value> entries)) {
      rendering.entries(entries.size());
      return entries;
    }
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (Value pair : Operations.iterate(rendering, value)) {
      rendering.expression();
      if (!(pair instanceof Items items) || items.values().size() != 2) {
        throw rendering.invalid("expected an object or a list of pairs");
      }
      entries.put(Operations.key(rendering, items.values().get(0)), items.values().get(1));
    }
    return entries;
  }

  private static Value raise(Arguments arguments) {
    Value message = arguments.bind("raise_exception", 1, "message").value(0);
    Rendering rendering = arguments.rendering();
    Str text = PythonText.of(rendering, message);
    throw rendering.fail(Reason.RAISED, withoutContent(rendering, text));
  }

  /** Returns the template's own words of a message, with an ellipsis where the request's stood. */
  private static String withoutContent(Rendering rendering, Str text) {
    Assembly shown = rendering.assemble();
    int copied = 0;
    for (int run = 0; run < text.content().count(); run++) {
      shown.append(text, copied, text.content().offset(run)).append("...");
      copied = text.content().offset(run) + text.content().length(run);
    }
    String words = shown.append(text, copied, text.length()).finish().ownWords();
    return words == null ? "the template refused the conversation" : words;
  }
}
