// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a template can hold in its hands. The set is closed. */
sealed interface Value permits Str, Loop, Value.Plain {
  /** Returns what Python calls the type, for error messages. */
  String typeName();

  /** Values that need no file of their own. */
  sealed interface Plain extends Value {}

  /**
   * The absence of a value.
   *
   * @param what what is absent, in words of the template
   */
  record Undefined(String what) implements Plain {
    @Override
    public String typeName() {
      return "undefined";
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  enum None implements Plain {
    NONE;

    @Override
    public String typeName() {
      return "none";
    }
  }

  enum Bool implements Plain {
    FALSE,
    TRUE;

    static Bool of(boolean value) {
      return value ? TRUE : FALSE;
    }

    @Override
    public String typeName() {
      return "bool";
    }
  }

  record Int(long value) implements Plain {
    @Override
    public String typeName() {
      return "int";
    }
  }

  record Float(double value) implements Plain {
    @Override
    public String typeName() {
      return "float";
    }
  }

  /** A sequence of values. */
  record Items(Shape shape, List<Value> values) implements Plain {
    /** What Python would have; they differ in how they print, compare and measure. */
    enum Shape {
      LIST,
      TUPLE,
      /** What {@code items()} returns. */
      ITEMS_VIEW,
      /** What {@code keys()} returns. */
      KEYS_VIEW,
      /** What {@code values()} returns. */
      VALUES_VIEW,
      /** What filters such as {@code map} return: can be gone through and has no length. */
      STREAM
    }

    static Items list(List<Value> values) {
      return new Items(Shape.LIST, values);
    }

    static Items tuple(Value... values) {
      return new Items(Shape.TUPLE, List.of(values));
    }

    static Items stream(List<Value> values) {
      return new Items(Shape.STREAM, values);
    }

    boolean isIndexed() {
      return shape == Shape.LIST || shape == Shape.TUPLE;
    }

    @Override
    public String typeName() {
      return switch (shape) {
        case LIST -> "list";
        case TUPLE -> "tuple";
        case ITEMS_VIEW, KEYS_VIEW, VALUES_VIEW -> "view";
        case STREAM -> "stream";
      };
    }
  }

  /** Keys and values in the order they came. */
  record Mapping(Map<Value, Value> entries) implements Plain {
    @Override
    public String typeName() {
      return "dict";
    }
  }

  /** What {@code namespace()} makes: the one thing a template can change. Equal to itself only. */
  final class Namespace implements Plain {
    private final Map<String, Value> attributes = new LinkedHashMap<>();

    Map<String, Value> attributes() {
      return attributes;
    }

    @Override
    public String typeName() {
      return "namespace";
    }
  }

  /**
   * A macro, a method of a value, or a function that every template knows. Equal to itself only.
   */
  final class Function implements Plain {
    private final String name;
    private final Body body;

    /** What a call does. */
    interface Body {
      Value call(Arguments arguments);
    }

    Function(String name, Body body) {
      this.name = name;
      this.body = body;
    }

    String name() {
      return name;
    }

    Body body() {
      return body;
    }

    @Override
    public String typeName() {
      return "function";
    }
  }
}
