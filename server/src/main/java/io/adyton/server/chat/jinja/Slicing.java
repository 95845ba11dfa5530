// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.None;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.List;

/** Python's slices, {@code x[start:stop:step]}, of strings by character and of lists. */
final class Slicing {
  private Slicing() {}

  static Value slice(Rendering rendering, Value target, Value start, Value stop, Value step) {
    if (target instanceof Undefined(String what)) {
      throw rendering.invalid("expected a value, but " + what + " is undefined");
    }
    if (target instanceof Str string) {
      rendering.bytes(string.length());
      Range range = range(rendering, start, stop, step, string.codePoints());
      return range.step == 1 ? run(string, range) : pick(rendering, string, range);
    }
    if (target instanceof Items items && items.isIndexed()) {
      return pick(rendering, items, range(rendering, start, stop, step, items.values().size()));
    }
    throw rendering.invalid("expected a string or a list to slice, found " + target.typeName());
  }

  /** Places to take, each within what is sliced. */
  private record Range(int first, int count, long step) {}

  private static Range range(Rendering rendering, Value start, Value stop, Value step, int size) {
    long by = bound(rendering, step, 1);
    if (by == 0) {
      throw rendering.invalid("expected a slice step other than zero");
    }
    long lowest = by > 0 ? 0 : -1;
    long highest = by > 0 ? size : size - 1L;
    long first = place(bound(rendering, start, by > 0 ? 0 : Long.MAX_VALUE), size, lowest, highest);
    long end =
        stop == None.NONE
            ? (by > 0 ? size : -1)
            : place(bound(rendering, stop, 0), size, lowest, highest);
    long distance = by > 0 ? end - first : first - end;
    long stride = by == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(by);
    long count = distance <= 0 ? 0 : (distance - 1) / stride + 1;
    return new Range((int) first, (int) count, by);
  }

  private static long bound(Rendering rendering, Value value, long absent) {
    if (value == None.NONE) {
      return absent;
    }
    if (!Numbers.isInteger(value)) {
      throw rendering.invalid("expected whole numbers in a slice, found " + value.typeName());
    }
    return Numbers.integer(value);
  }

  private static long place(long index, int size, long lowest, long highest) {
    return Math.clamp(index < 0 ? index + size : index, lowest, highest);
  }

  private static Str run(Str string, Range range) {
    int from = string.positionOf(range.first);
    int to = from;
    for (int i = 0; i < range.count; i++) {
      to = string.next(to);
    }
    return string.slice(from, to);
  }

  private static Str pick(Rendering rendering, Str string, Range range) {
    int[] starts = new int[string.codePoints()];
    for (int i = 0, at = 0; i < starts.length; i++, at = string.next(at)) {
      starts[i] = at;
    }
    Assembly picked = rendering.assemble();
    for (int i = 0; i < range.count; i++) {
      int start = starts[(int) (range.first + i * range.step)];
      picked.append(string, start, string.next(start));
    }
    return picked.finish();
  }

  private static Items pick(Rendering rendering, Items items, Range range) {
    rendering.entries(range.count);
    List<Value> picked = new ArrayList<>(range.count);
    for (int i = 0; i < range.count; i++) {
      picked.add(items.values().get((int) (range.first + i * range.step)));
    }
    return new Items(items.shape(), picked);
  }
}
