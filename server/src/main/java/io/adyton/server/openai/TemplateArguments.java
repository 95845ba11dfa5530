// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateValue;
import io.adyton.server.chat.jinja.TemplateValue.Characters;
import io.adyton.server.chat.jinja.TemplateValue.Content;
import io.adyton.server.chat.jinja.TemplateValue.Field;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import io.adyton.server.chat.jinja.TemplateValue.Items;
import io.adyton.server.json.JsonValue;
import io.adyton.server.json.JsonValue.Member;
import java.util.ArrayList;
import java.util.List;

/** Gives JSON of a request to a template. Strings are the client's words, whatever they spell. */
final class TemplateArguments {
  private TemplateArguments() {}

  /** Returns {@code value} with its strings appended to {@code words} and referring to it. */
  static TemplateValue of(JsonValue value, Text words) {
    return switch (value.type()) {
      case NULL -> new TemplateValue.Null();
      case BOOLEAN -> new TemplateValue.Bool(value.isTrue());
      case NUMBER -> number(value);
      case STRING -> string(value, words);
      case ARRAY -> {
        List<TemplateValue> items = new ArrayList<>();
        value.elements().forEach(element -> items.add(of(element, words)));
        yield new Items(items);
      }
      case OBJECT -> {
        List<Field> fields = new ArrayList<>();
        for (Member member : value.members()) {
          fields.add(new Field(string(member.name(), words), of(member.value(), words)));
        }
        yield new Fields(fields);
      }
    };
  }

  private static TemplateValue number(JsonValue value) {
    return value.isWholeNumber()
        ? value
            .wholeNumber()
            .<TemplateValue>map(TemplateValue.Int::new)
            .orElseGet(() -> new TemplateValue.Float(value.number()))
        : new TemplateValue.Float(value.number());
  }

  private static Characters string(JsonValue value, Text words) {
    int start = words.length();
    value.appendTo(words);
    return new Content(words, start, words.length() - start);
  }
}
