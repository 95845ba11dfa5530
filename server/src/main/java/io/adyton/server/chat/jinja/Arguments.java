// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values a function, method, filter or test is called with. */
record Arguments(Rendering rendering, List<Value> positional, Map<String, Value> named) {

  /**
   * Matches the arguments with the callee's parameters.
   *
   * @param callee for the error message
   * @param required how many of the parameters have no default
   */
  Bound bind(String callee, int required, String... parameters) {
    @Nullable Value[] values = new @Nullable Value[parameters.length];
    if (positional.size() > parameters.length) {
      throw rendering.invalid("expected at most " + parameters.length + " arguments for " + callee);
    }
    for (int i = 0; i < positional.size(); i++) {
      values[i] = positional.get(i);
    }
    int matched = 0;
    for (int i = 0; i < parameters.length; i++) {
      Value value = named.get(parameters[i]);
      if (value != null) {
        matched++;
        if (values[i] != null) {
          throw rendering.invalid("expected '" + parameters[i] + "' once for " + callee);
        }
        values[i] = value;
      }
      if (i < required && values[i] == null) {
        throw rendering.invalid("expected the argument '" + parameters[i] + "' for " + callee);
      }
    }
    if (matched < named.size()) {
      throw rendering.invalid("unexpected named argument for " + callee);
    }
    return new Bound(this, callee, parameters, values);
  }

  /** Returns the same arguments without the first positional one. */
  Arguments withoutFirst() {
    return new Arguments(rendering, positional.subList(1, positional.size()), named);
  }

  /** Arguments by the place of their parameter. */
  record Bound(Arguments arguments, String callee, String[] parameters, @Nullable Value[] values) {

    boolean has(int parameter) {
      return values[parameter] != null;
    }

    Value value(int parameter) {
      Value value = values[parameter];
      if (value == null) {
        throw expected(parameter, "a value");
      }
      return value;
    }

    Value value(int parameter, Value fallback) {
      Value value = values[parameter];
      return value == null ? fallback : value;
    }

    Str string(int parameter) {
      return value(parameter) instanceof Str string ? string : failString(parameter);
    }

    Str string(int parameter, Str fallback) {
      return value(parameter, fallback) instanceof Str string ? string : failString(parameter);
    }

    boolean truth(int parameter, boolean fallback) {
      Value value = values[parameter];
      return value == null ? fallback : Operations.isTrue(value);
    }

    long integer(int parameter, long fallback) {
      Value value = values[parameter];
      if (value == null) {
        return fallback;
      }
      return switch (value) {
        case Value.Int(long number) -> number;
        case Value.Bool flag -> flag.ordinal();
        case Value.Undefined _,
            Value.None _,
            Value.Float _,
            Value.Items _,
            Value.Mapping _,
            Value.Namespace _,
            Value.Function _,
            Str _,
            Loop _ ->
            throw expected(parameter, "a whole number");
      };
    }

    /** Returns the value, or null where the argument is absent or none. */
    @Nullable Value unlessNone(int parameter) {
      Value value = values[parameter];
      return value == Value.None.NONE ? null : value;
    }

    private Str failString(int parameter) {
      throw expected(parameter, "a string");
    }

    private TemplateException expected(int parameter, String what) {
      return arguments.rendering.invalid(
          "expected " + what + " as '" + parameters[parameter] + "' of " + callee);
    }
  }
}
