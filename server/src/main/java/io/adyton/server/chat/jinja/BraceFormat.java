// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Value.Int;
import java.util.List;

/** Python's {@code '{} of {name}'.format(…)}. Fields reach what templates may reach, no more. */
final class BraceFormat {
  private final Rendering rendering;
  private final Str format;
  private final Arguments arguments;
  private final Assembly target;
  private int position;
  private int taken;

  private BraceFormat(Str format, Arguments arguments) {
    this.rendering = arguments.rendering();
    this.format = format;
    this.arguments = arguments;
    this.target = rendering.assemble();
  }

  static Str format(Str format, Arguments arguments) {
    return new BraceFormat(format, arguments).format();
  }

  private Str format() {
    while (position < format.length()) {
      byte current = format.byteAt(position);
      boolean doubled = position + 1 < format.length() && format.byteAt(position + 1) == current;
      if ((current == '{' || current == '}') && doubled) {
        target.append(format, position, position + 1);
        position += 2;
      } else if (current == '{') {
        position++;
        field();
      } else if (current == '}') {
        throw rendering.invalid("expected '}' only behind '{' in a format");
      } else {
        target.append(format, position, position + 1);
        position++;
      }
    }
    return target.finish();
  }

  private void field() {
    Value value = value();
    char conversion = 0;
    if (next() == '!') {
      position++;
      conversion = next();
      position++;
    }
    FieldFormat layout = new FieldFormat(' ', '<', (char) 0, (char) 0, 0, -1, conversion);
    if (next() == ':') {
      position++;
      layout = layout(value, conversion);
    }
    if (next() != '}') {
      throw rendering.invalid("expected '}' at the end of a field");
    }
    position++;
    layout.write(rendering, value, target);
  }

  private Value value() {
    int start = position;
    while ("!:}.[".indexOf(next()) < 0) {
      position++;
    }
    Value value = argument(format.slice(start, position));
    while (next() == '.' || next() == '[') {
      boolean bracket = next() == '[';
      int nameStart = position + 1;
      position++;
      while ((bracket ? "]" : "!:}.[").indexOf(next()) < 0) {
        position++;
      }
      Str name = format.slice(nameStart, position);
      position += bracket ? 1 : 0;
      Value index = bracket && isNumber(name) ? new Int(number(name)) : name;
      value = Attributes.item(rendering, value, index);
    }
    return value;
  }

  private Value argument(Str name) {
    List<Value> positional = arguments.positional();
    if (!name.isEmpty() && !isNumber(name)) {
      String words = name.ownWords();
      Value named = words == null ? null : arguments.named().get(words);
      if (named == null) {
        throw rendering.invalid("expected an argument for each name in the format");
      }
      return named;
    }
    long place = name.isEmpty() ? taken++ : number(name);
    if (place >= positional.size()) {
      throw rendering.invalid("expected an argument for each place in the format");
    }
    return positional.get((int) place);
  }

  private FieldFormat layout(Value value, char conversion) {
    boolean numeric = conversion == 0 && Numbers.number(value) != null;
    char fill = ' ';
    char align = numeric ? '>' : '<';
    boolean explicit =
        position + 1 < format.length() && isAlign((char) format.byteAt(position + 1));
    if (explicit && next() != '}') {
      fill = next();
      position++;
    }
    if (isAlign(next())) {
      align = next();
      position++;
    }
    char sign = 0;
    if (next() == '+' || next() == ' ' || next() == '-') {
      sign = next() == '-' ? 0 : next();
      position++;
    }
    if (next() == '0') {
      fill = '0';
      align = explicit ? align : '=';
    }
    int width = digits();
    char grouping = 0;
    if (next() == ',' || next() == '_') {
      grouping = next();
      position++;
    }
    int precision = -1;
    if (next() == '.') {
      position++;
      precision = digits();
    }
    char type = conversion;
    if (next() != '}') {
      type = next();
      position++;
    }
    return new FieldFormat(fill, align, sign, grouping, width, precision, type);
  }

  private static boolean isAlign(char character) {
    return character == '<' || character == '>' || character == '^' || character == '=';
  }

  private int digits() {
    int number = 0;
    while (Characters.isDigit(next())) {
      number = Math.min(number * 10 + next() - '0', Rendering.OUTPUT_LIMIT_BYTES + 1);
      position++;
    }
    return number;
  }

  private char next() {
    if (position >= format.length()) {
      throw rendering.invalid("expected '}' at the end of a field");
    }
    return (char) (format.byteAt(position) & 0xFF);
  }

  private static boolean isNumber(Str text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Characters.isDigit(text.byteAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static long number(Str digits) {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      number = Math.min(number * 10 + digits.byteAt(i) - '0', Integer.MAX_VALUE);
    }
    return number;
  }
}
