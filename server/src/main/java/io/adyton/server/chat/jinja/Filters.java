// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Arguments.Bound;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Jinja2's filters, {@code value|name(arguments)}, by name. */
final class Filters {
  /** What a filter does. */
  interface Filter {
    Value apply(Value input, Arguments arguments);
  }

  private static final Map<String, Filter> FILTERS = new HashMap<>();

  static {
    FILTERS.put("default", Filters::orDefault);
    FILTERS.put("d", Filters::orDefault);
    FILTERS.put("attr", Filters::attribute);
    FILTERS.putAll(TextFilters.FILTERS);
    FILTERS.putAll(ItemsFilters.FILTERS);
    FILTERS.putAll(NumberFilters.FILTERS);
  }

  private Filters() {}

  static Set<String> names() {
    return FILTERS.keySet();
  }

  static Value apply(String name, Value input, Arguments arguments) {
    Rendering rendering = arguments.rendering();
    Filter filter = FILTERS.get(name);
    if (filter == null) {
      throw rendering.fail(Reason.UNSUPPORTED, "there is no filter '" + name + "'");
    }
    rendering.step();
    rendering.enter();
    Value result = filter.apply(input, arguments);
    rendering.leave();
    return result;
  }

  private static Value orDefault(Value input, Arguments arguments) {
    Bound bound = arguments.bind("default", 0, "default_value", "boolean");
    boolean replaced =
        input instanceof Undefined || (bound.truth(1, false) && !Operations.isTrue(input));
    return replaced ? bound.value(0, Str.EMPTY) : input;
  }

  private static Value attribute(Value input, Arguments arguments) {
    Str name = arguments.bind("attr", 1, "name").string(0);
    String words = name.ownWords();
    if (words == null) {
      throw arguments
          .rendering()
          .fail(Reason.FORBIDDEN, "expected an attribute named by the template");
    }
    Value member = Attributes.member(arguments.rendering(), input, words);
    return member == null ? new Undefined("'" + words + "' of a " + input.typeName()) : member;
  }
}
