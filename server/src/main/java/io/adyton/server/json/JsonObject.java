// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one small JSON object of values that are no content: errors, model lists, log lines. */
public final class JsonObject {
  private final StringBuilder json = new StringBuilder("{");

  /** Adds a string, or null. */
  public JsonObject put(String name, @Nullable String value) {
    name(name);
    if (value == null) {
      json.append("null");
    } else {
      appendQuoted(value);
    }
    return this;
  }

  /** Adds a whole number. */
  public JsonObject put(String name, long value) {
    name(name);
    json.append(value);
    return this;
  }

  /** Adds a flag. */
  public JsonObject put(String name, boolean value) {
    name(name);
    json.append(value);
    return this;
  }

  /** Adds an object. */
  public JsonObject put(String name, JsonObject value) {
    name(name);
    json.append(value);
    return this;
  }

  /** Adds an array of objects. */
  public JsonObject put(String name, List<JsonObject> values) {
    name(name);
    json.append('[');
    for (int i = 0; i < values.size(); i++) {
      json.append(i == 0 ? "" : ",").append(values.get(i));
    }
    json.append(']');
    return this;
  }

  private void name(String name) {
    if (json.length() > 1) {
      json.append(',');
    }
    appendQuoted(name);
    json.append(':');
  }

  private void appendQuoted(String value) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      switch (unit) {
        case '"', '\\' -> json.append('\\').append(unit);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (unit < 0x20 || unit == 0x7f) {
            json.append(String.format("\\u%04x", (int) unit));
          } else {
            json.append(unit);
          }
        }
      }
    }
    json.append('"');
  }

  /** Returns the object as JSON. */
  @Override
  public String toString() {
    return json + "}";
  }
}
