// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of lists and tuples that change nothing. */
final class ItemsMethods {
  private ItemsMethods() {}

  static @Nullable Function find(Items items, String name) {
    return switch (name) {
      case "index" -> new Function(name, arguments -> index(items.values(), arguments));
      case "count" -> new Function(name, arguments -> count(items.values(), arguments));
      case "copy" -> new Function(name, arguments -> copy(items, arguments));
      default -> null;
    };
  }

  private static Value copy(Items items, Arguments arguments) {
    arguments.bind("copy", 0);
    return items;
  }

  private static Value index(List<Value> values, Arguments arguments) {
    Value wanted = arguments.bind("index", 1, "value").value(0);
    for (int i = 0; i < values.size(); i++) {
      if (Operations.areEqual(arguments.rendering(), values.get(i), wanted)) {
        return new Int(i);
      }
    }
    throw arguments.rendering().invalid("expected the value to be in the list");
  }

  private static Value count(List<Value> values, Arguments arguments) {
    Value wanted = arguments.bind("count", 1, "value").value(0);
    long count = 0;
    for (Value value : values) {
      count += Operations.areEqual(arguments.rendering(), value, wanted) ? 1 : 0;
    }
    return new Int(count);
  }
}
