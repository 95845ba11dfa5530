// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import java.util.List;

/** Python's {@code '%s of %d' % values}. */
final class PercentFormat {
  private final Rendering rendering;
  private final Str format;
  private final Value values;
  private final Assembly target;
  private int position;
  private int taken;

  private PercentFormat(Rendering rendering, Str format, Value values) {
    this.rendering = rendering;
    this.format = format;
    this.values = values;
    this.target = rendering.assemble();
  }

  static Str format(Rendering rendering, Str format, Value values) {
    return new PercentFormat(rendering, format, values).format();
  }

  private Str format() {
    while (position < format.length()) {
      int start = position;
      while (position < format.length() && format.byteAt(position) != '%') {
        position++;
      }
      target.append(format, start, position);
      if (position < format.length()) {
        position++;
        field();
      }
    }
    if (values instanceof Items items && isTuple(items) && taken < items.values().size()) {
      throw rendering.invalid("expected as many values as the format has places");
    }
    return target.finish();
  }

  private void field() {
    Value named = next() == '(' ? named() : null;
    boolean left = false;
    boolean zero = false;
    char sign = 0;
    for (char flag = next(); "-+ 0#".indexOf(flag) >= 0; flag = next()) {
      left |= flag == '-';
      zero |= flag == '0';
      sign = flag == '+' || (flag == ' ' && sign == 0) ? flag : sign;
      position++;
    }
    int width = number();
    int precision = -1;
    if (next() == '.') {
      position++;
      precision = number();
    }
    char type = next();
    position++;
    if (type == '%') {
      target.append("%");
      return;
    }
    boolean numeric = type != 's' && type != 'r';
    char align = left ? '<' : zero && numeric ? '=' : '>';
    char fill = align == '=' ? '0' : ' ';
    new FieldFormat(fill, align, sign, (char) 0, width, precision, type)
        .write(rendering, named == null ? nextValue() : named, target);
  }

  private char next() {
    if (position >= format.length()) {
      throw rendering.invalid("expected a format to go on behind '%'");
    }
    return (char) format.byteAt(position);
  }

  private int number() {
    int number = 0;
    while (Characters.isDigit(next())) {
      number = Math.min(number * 10 + next() - '0', Rendering.OUTPUT_LIMIT_BYTES + 1);
      position++;
    }
    return number;
  }

  private Value named() {
    int start = position + 1;
    while (next() != ')') {
      position++;
    }
    Str name = format.slice(start, position);
    position++;
    Value value = values instanceof Mapping mapping ? mapping.entries().get(name) : null;
    if (value == null) {
      throw rendering.invalid("expected an object that holds the names of the format");
    }
    return value;
  }

  private Value nextValue() {
    List<Value> all =
        values instanceof Items items && isTuple(items) ? items.values() : List.of(values);
    if (taken >= all.size()) {
      throw rendering.invalid("expected as many values as the format has places");
    }
    return all.get(taken++);
  }

  private static boolean isTuple(Items items) {
    return items.shape() == Items.Shape.TUPLE;
  }
}
