// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.Call;
import io.adyton.server.chat.jinja.Expression.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template does, as a tree. */
sealed interface Statement {
  /** Template text as it stands. */
  record Data(Str text) implements Statement {}

  /** {@code {{ expression }}}. */
  record Output(Expression expression) implements Statement {}

  record If(List<Branch> branches, List<Statement> otherwise) implements Statement {}

  record Branch(Expression condition, List<Statement> body) {}

  record For(
      Target target,
      Expression items,
      @Nullable Expression condition,
      List<Statement> body,
      List<Statement> otherwise,
      int line)
      implements Statement {}

  record Assign(Target target, Expression value) implements Statement {}

  /** {@code {% set x %}…{% endset %}}. */
  record AssignBlock(Target target, @Nullable Filter filter, List<Statement> body)
      implements Statement {}

  record Define(Macro macro) implements Statement {}

  /** {@code {% call(…) macro(…) %}…{% endcall %}}; the body is the macro's {@code caller}. */
  record CallBlock(Call call, Macro body) implements Statement {}

  record FilterBlock(Filter filter, List<Statement> body) implements Statement {}

  record With(List<Binding> bindings, List<Statement> body) implements Statement {}

  record Binding(Target target, Expression value) {}

  /** {@code {% generation %}}: marks what an assistant said, and changes nothing of it. */
  record Generation(List<Statement> body) implements Statement {}

  record Break() implements Statement {}

  record Continue() implements Statement {}

  /**
   * A macro's definition.
   *
   * @param takesRest whether the body reads {@code varargs}
   * @param takesNamedRest whether the body reads {@code kwargs}
   */
  record Macro(
      String name,
      List<Parameter> parameters,
      boolean takesRest,
      boolean takesNamedRest,
      List<Statement> body) {}

  record Parameter(String name, @Nullable Expression defaultValue) {}

  /** What an assignment writes to. */
  sealed interface Target {
    int line();

    record Variable(String name, int line) implements Target {}

    record Unpacking(List<Target> targets, int line) implements Target {}

    /** An attribute of a namespace. */
    record NamespaceAttribute(String namespace, String attribute, int line) implements Target {}
  }
}
