// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of a template, a loop's turn, a macro's call or a block, inside those around it. */
final class Scope {
  private final @Nullable Scope outer;
  private @Nullable Map<String, Value> variables;

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  @Nullable Value find(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      if (scope.variables != null) {
        Value value = scope.variables.get(name);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  /** Assigns here, whatever the scopes around hold. */
  void set(String name, Value value) {
    if (variables == null) {
      variables = new HashMap<>();
    }
    variables.put(name, value);
  }
}
