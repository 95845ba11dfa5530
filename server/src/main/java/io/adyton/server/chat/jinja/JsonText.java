// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Bool;
import io.adyton.server.chat.jinja.Value.Float;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Int;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Namespace;
import io.adyton.server.chat.jinja.Value.None;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/** Prints values as Python's {@code json.dumps} does, which is what {@code tojson} promises. */
final class JsonText {
  private final Rendering rendering;
  private final Assembly target;
  private final Style style;

  /**
   * How to print.
   *
   * @param indent what one level is indented by, or null for all on one line
   * @param asciiOnly whether everything beyond ASCII is escaped
   */
  record Style(
      @Nullable Str indent,
      Str itemSeparator,
      Str keySeparator,
      boolean asciiOnly,
      boolean sortsKeys) {}

  private JsonText(Rendering rendering, Assembly target, Style style) {
    this.rendering = rendering;
    this.target = target;
    this.style = style;
  }

  static Str of(Rendering rendering, Value value, Style style) {
    Assembly target = rendering.assemble();
    new JsonText(rendering, target, style).write(value, 0);
    return target.finish();
  }

  private void write(Value value, int level) {
    rendering.enter();
    rendering.expression();
    switch (value) {
      case Str string -> quoted(string);
      case None _ -> target.append("null");
      case Bool flag -> target.append(flag == Bool.TRUE ? "true" : "false");
      case Int(long number) -> target.append(Long.toString(number));
      case Float(double number) -> target.append(number(number));
      case Items items when items.isIndexed() -> list(items.values(), level);
      case Mapping(Map<Value, Value> entries) -> object(entries.entrySet(), level);
      case Items _, Undefined _, Namespace _, Function _, Loop _ ->
          throw rendering.invalid("expected a value that JSON has, found " + value.typeName());
    }
    rendering.leave();
  }

  private void list(List<Value> values, int level) {
    if (values.isEmpty()) {
      target.append("[]");
      return;
    }
    target.append("[");
    boolean first = true;
    for (Value value : values) {
      separate(first, level + 1);
      first = false;
      write(value, level + 1);
    }
    breakLine(level);
    target.append("]");
  }

  private void object(Collection<Entry<Value, Value>> entries, int level) {
    if (entries.isEmpty()) {
      target.append("{}");
      return;
    }
    target.append("{");
    boolean first = true;
    for (Entry<Value, Value> entry : style.sortsKeys() ? sorted(entries) : entries) {
      separate(first, level + 1);
      first = false;
      key(entry.getKey());
      target.append(style.keySeparator());
      write(entry.getValue(), level + 1);
    }
    breakLine(level);
    target.append("}");
  }

  private List<Entry<Value, Value>> sorted(Collection<Entry<Value, Value>> entries) {
    List<Entry<Value, Value>> sorted = new ArrayList<>(entries);
    sorted.sort((a, b) -> Operations.order(rendering, a.getKey(), b.getKey()));
    return sorted;
  }

  private void separate(boolean first, int level) {
    if (!first) {
      target.append(style.itemSeparator());
    }
    breakLine(level);
  }

  private void breakLine(int level) {
    if (style.indent() != null) {
      target.append("\n");
      for (int i = 0; i < level; i++) {
        target.append(style.indent());
      }
    }
  }

  private void key(Value key) {
    switch (key) {
      case Str string -> quoted(string);
      case None _ -> target.append("\"null\"");
      case Bool flag -> target.append(flag == Bool.TRUE ? "\"true\"" : "\"false\"");
      case Int(long number) -> target.append("\"" + number + "\"");
      case Float(double number) -> target.append("\"" + number(number) + "\"");
      case Items _, Mapping _, Undefined _, Namespace _, Function _, Loop _ ->
          throw rendering.invalid("expected a key that JSON has, found " + key.typeName());
    }
  }

  private static String number(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    return PythonText.number(number);
  }

  private void quoted(Str string) {
    target.append("\"").appendEscaped(string, this::isEscaped, JsonText::escape).append("\"");
  }

  private boolean isEscaped(int character) {
    return character < ' '
        || character == '"'
        || character == '\\'
        || (style.asciiOnly() && character > '~');
  }

  private static String escape(int character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\f' -> "\\f";
      case '\b' -> "\\b";
      default -> {
        StringBuilder escaped = new StringBuilder();
        for (char unit : Character.toChars(character)) {
          escaped.append("\\u").append(PythonText.hex(unit, 4));
        }
        yield escaped.toString();
      }
    };
  }
}
