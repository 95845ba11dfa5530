// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop} inside a loop, and the loop's state. */
final class Loop implements Value {
  /** Renders the loop's body over other items, one level deeper. */
  interface Descent {
    Str into(Value items, int depth);
  }

  private final List<Value> items;
  private final int depth;
  private final Descent descent;
  private int index = -1;
  private @Nullable Value lastSeen;

  Loop(List<Value> items, int depth, Descent descent) {
    this.items = items;
    this.depth = depth;
    this.descent = descent;
  }

  boolean advance() {
    index++;
    return index < items.size();
  }

  Value item() {
    return items.get(index);
  }

  /** Calls {@code loop(items)} of a recursive loop. */
  Value descend(Arguments arguments) {
    return descent.into(arguments.bind("loop", 1, "iterable").value(0), depth + 1);
  }

  /** Returns {@code loop.name}, or null where a loop has no such attribute. */
  @Nullable Value attribute(String name) {
    int size = items.size();
    return switch (name) {
      case "index" -> new Int(index + 1L);
      case "index0" -> new Int(index);
      case "revindex" -> new Int(size - index);
      case "revindex0" -> new Int(size - index - 1L);
      case "first" -> Bool.of(index == 0);
      case "last" -> Bool.of(index == size - 1);
      case "length" -> new Int(size);
      case "depth" -> new Int(depth + 1L);
      case "depth0" -> new Int(depth);
      case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("the previous item");
      case "nextitem" -> index < size - 1 ? items.get(index + 1) : new Undefined("the next item");
      case "cycle" -> new Function("cycle", this::cycle);
      case "changed" -> new Function("changed", this::changed);
      default -> null;
    };
  }

  private Value cycle(Arguments arguments) {
    List<Value> among = arguments.positional();
    if (among.isEmpty()) {
      throw arguments.rendering().invalid("expected at least one argument for loop.cycle");
    }
    return among.get(index % among.size());
  }

  private Value changed(Arguments arguments) {
    Value seen = new Items(Items.Shape.TUPLE, arguments.positional());
    boolean changed =
        lastSeen == null || !Operations.areEqual(arguments.rendering(), lastSeen, seen);
    lastSeen = seen;
    return Bool.of(changed);
  }

  @Override
  public String typeName() {
    return "loop";
  }
}
