// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what a template is given into the values it works with. Texts are not copied. */
final class GivenValues {
  private GivenValues() {}

  static Value of(Rendering rendering, TemplateValue given) {
    rendering.expression();
    rendering.enter();
    Value value =
        switch (given) {
          case TemplateValue.Null() -> Value.None.NONE;
          case TemplateValue.Bool(boolean flag) -> Value.Bool.of(flag);
          case TemplateValue.Int(long number) -> new Value.Int(number);
          case TemplateValue.Float(double number) -> new Value.Float(number);
          case TemplateValue.Characters characters -> string(characters);
          case TemplateValue.Items(List<TemplateValue> values) -> list(rendering, values);
          case TemplateValue.Fields(List<TemplateValue.Field> fields) -> map(rendering, fields);
        };
    rendering.leave();
    return value;
  }

  private static Str string(TemplateValue.Characters characters) {
    return switch (characters) {
      case TemplateValue.Known(String text) -> Str.literal(text);
      case TemplateValue.Content content -> {
        ByteBuffer bytes = content.text().view().slice(content.offset(), content.length());
        yield Str.of(bytes, ContentSpans.whole(content.length()));
      }
    };
  }

  private static Value list(Rendering rendering, List<TemplateValue> given) {
    List<Value> values = new ArrayList<>(given.size());
    for (TemplateValue each : given) {
      values.add(of(rendering, each));
    }
    return Value.Items.list(values);
  }

  private static Value map(Rendering rendering, List<TemplateValue.Field> fields) {
    Map<Value, Value> entries = LinkedHashMap.newLinkedHashMap(fields.size());
    for (TemplateValue.Field field : fields) {
      entries.put(string(field.name()), of(rendering, field.value()));
    }
    return new Value.Mapping(entries);
  }
}
