// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.None;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of objects that change nothing. */
final class MappingMethods {
  private MappingMethods() {}

  static @Nullable Function find(Mapping mapping, String name) {
    return switch (name) {
      case "get" -> new Function(name, arguments -> get(mapping, arguments));
      case "items" -> new Function(name, arguments -> items(mapping, arguments));
      case "keys" -> new Function(name, arguments -> keys(mapping, arguments));
      case "values" -> new Function(name, arguments -> values(mapping, arguments));
      case "copy" -> new Function(name, arguments -> copy(mapping, arguments));
      default -> null;
    };
  }

  private static Value get(Mapping mapping, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("get", 1, "key", "default");
    Value key = Operations.key(arguments.rendering(), bound.value(0));
    Value value = mapping.entries().get(key);
    return value == null ? bound.value(1, None.NONE) : value;
  }

  private static Value items(Mapping mapping, Arguments arguments) {
    arguments.bind("items", 0);
    return new Items(Items.Shape.ITEMS_VIEW, pairs(arguments.rendering(), mapping));
  }

  private static Value keys(Mapping mapping, Arguments arguments) {
    arguments.bind("keys", 0);
    arguments.rendering().entries(mapping.entries().size());
    return new Items(Items.Shape.KEYS_VIEW, new ArrayList<>(mapping.entries().keySet()));
  }

  private static Value values(Mapping mapping, Arguments arguments) {
    arguments.bind("values", 0);
    arguments.rendering().entries(mapping.entries().size());
    return new Items(Items.Shape.VALUES_VIEW, new ArrayList<>(mapping.entries().values()));
  }

  private static Value copy(Mapping mapping, Arguments arguments) {
    arguments.bind("copy", 0);
    arguments.rendering().entries(mapping.entries().size());
    return new Mapping(new LinkedHashMap<>(mapping.entries()));
  }

  /** Returns key and value of each entry as a tuple. */
  static List<Value> pairs(Rendering rendering, Mapping mapping) {
    rendering.entries(4 * mapping.entries().size());
    List<Value> pairs = new ArrayList<>(mapping.entries().size());
    for (Map.Entry<Value, Value> entry : mapping.entries().entrySet()) {
      pairs.add(Items.tuple(entry.getKey(), entry.getValue()));
    }
    return pairs;
  }
}
