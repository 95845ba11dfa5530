// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.TemplateException.Reason;
import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Float;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Namespace;
import io.adyton.server.chat.jinja.Value.None;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code x.name} and {@code x[key]}: methods and attributes in tables of ours, entries in the
 * values themselves. As in Jinja2 a dot prefers the method, brackets prefer the entry, and what is
 * not there is undefined.
 */
final class Attributes {
  /** Python has these, and transformers' sandbox refuses them, since they change a value. */
  private static final Set<String> MUTATORS =
      Set.of(
          "append",
          "clear",
          "extend",
          "insert",
          "pop",
          "popitem",
          "remove",
          "reverse",
          "setdefault",
          "sort",
          "update");

  /** No method has a longer name, and no error message quotes one. */
  private static final int LONGEST_NAME = 64;

  private Attributes() {}

  /**
   * Returns {@code target.name}.
   *
   * @param key the name as a value
   */
  static Value attribute(Rendering rendering, Value target, String name, Str key) {
    Value member = member(rendering, target, name);
    if (member != null) {
      return member;
    }
    Value entry = target instanceof Mapping(Map<Value, Value> entries) ? entries.get(key) : null;
    return entry == null ? missing(target, name) : entry;
  }

  /** Returns {@code target[index]}. */
  static Value item(Rendering rendering, Value target, Value index) {
    Value entry =
        switch (target) {
          case Mapping(Map<Value, Value> entries) when Operations.mayBeKey(rendering, index) ->
              entries.get(index);
          case Items items when items.isIndexed() && Numbers.isInteger(index) ->
              at(items.values(), Numbers.integer(index));
          case Str string when Numbers.isInteger(index) ->
              character(rendering, string, Numbers.integer(index));
          case Mapping _,
              Items _,
              Str _,
              Undefined _,
              None _,
              Bool _,
              Int _,
              Float _,
              Namespace _,
              Function _,
              Loop _ ->
              null;
        };
    if (entry != null) {
      return entry;
    }
    String name = index instanceof Str key && key.length() <= LONGEST_NAME ? key.ownWords() : null;
    if (name == null) {
      requireDefined(rendering, target);
      return new Undefined("an entry of a " + target.typeName());
    }
    Value member = member(rendering, target, name);
    return member == null ? missing(target, name) : member;
  }

  /** Returns the attribute of that name which is no entry, or null where there is none. */
  static @Nullable Value member(Rendering rendering, Value target, String name) {
    if (name.startsWith("__")) {
      throw rendering.fail(Reason.FORBIDDEN, "names that begin with two underscores are refused");
    }
    requireDefined(rendering, target);
    return switch (target) {
      case Str string -> StringMethods.find(string, name);
      case Mapping mapping -> MappingMethods.find(mapping, name);
      case Items items -> items.isIndexed() ? ItemsMethods.find(items, name) : null;
      case Namespace namespace -> namespace.attributes().get(name);
      case Loop loop -> loop.attribute(name);
      case Undefined _, None _, Bool _, Int _, Float _, Function _ -> null;
    };
  }

  private static Value missing(Value target, String name) {
    boolean changes =
        MUTATORS.contains(name) && (target instanceof Items || target instanceof Mapping);
    return new Undefined(
        changes
            ? "'" + name + "', which would change a value,"
            : "'" + name + "' of a " + target.typeName());
  }

  private static void requireDefined(Rendering rendering, Value target) {
    if (target instanceof Undefined(String what)) {
      throw rendering.invalid("expected a value, but " + what + " is undefined");
    }
  }

  private static @Nullable Value at(List<Value> values, long index) {
    long place = index < 0 ? index + values.size() : index;
    return place >= 0 && place < values.size() ? values.get((int) place) : null;
  }

  private static @Nullable Value character(Rendering rendering, Str string, long index) {
    rendering.bytes(string.length());
    long place = index < 0 ? index + string.codePoints() : index;
    if (place < 0 || place >= string.length()) {
      return null;
    }
    int start = string.positionOf((int) place);
    return start < string.length() ? string.slice(start, string.next(start)) : null;
  }
}
