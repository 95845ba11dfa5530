// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Statement.Assign;
import io.adyton.server.chat.jinja.Statement.AssignBlock;
import io.adyton.server.chat.jinja.Statement.Binding;
import io.adyton.server.chat.jinja.Statement.Branch;
import io.adyton.server.chat.jinja.Statement.Break;
import io.adyton.server.chat.jinja.Statement.CallBlock;
import io.adyton.server.chat.jinja.Statement.Continue;
import io.adyton.server.chat.jinja.Statement.Data;
import io.adyton.server.chat.jinja.Statement.Define;
import io.adyton.server.chat.jinja.Statement.FilterBlock;
import io.adyton.server.chat.jinja.Statement.For;
import io.adyton.server.chat.jinja.Statement.Generation;
import io.adyton.server.chat.jinja.Statement.If;
import io.adyton.server.chat.jinja.Statement.Macro;
import io.adyton.server.chat.jinja.Statement.Output;
import io.adyton.server.chat.jinja.Statement.Parameter;
import io.adyton.server.chat.jinja.Statement.Target;
import io.adyton.server.chat.jinja.Statement.With;
import io.adyton.server.chat.jinja.Value.Function;
import io.adyton.server.chat.jinja.Value.Items;
import io.adyton.server.chat.jinja.Value.Mapping;
import io.adyton.server.chat.jinja.Value.Namespace;
import io.adyton.server.chat.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the statements of a template. */
final class Interpreter {
  /** How a run of statements ended. */
  private enum Flow {
    ONWARD,
    BREAK,
    CONTINUE
  }

  private final Rendering rendering;
  private final Evaluator evaluator;

  Interpreter(Rendering rendering) {
    this.rendering = rendering;
    this.evaluator = new Evaluator(rendering);
  }

  void run(List<Statement> body, Scope scope, Assembly output) {
    runUntilJump(body, scope, output);
  }

  private Flow runUntilJump(List<Statement> body, Scope scope, Assembly output) {
    rendering.enter();
    Flow flow = Flow.ONWARD;
    for (int i = 0; i < body.size() && flow == Flow.ONWARD; i++) {
      rendering.step();
      flow = run(body.get(i), scope, output);
    }
    rendering.leave();
    return flow;
  }

  private Flow run(Statement statement, Scope scope, Assembly output) {
    return switch (statement) {
      case Data(Str text) -> {
        output.append(text);
        yield Flow.ONWARD;
      }
      case Output(Expression expression) -> {
        PythonText.write(rendering, evaluator.evaluate(expression, scope), output);
        yield Flow.ONWARD;
      }
      case If conditional -> choose(conditional, scope, output);
      case For loop -> {
        repeat(loop, evaluator.evaluate(loop.items(), scope), 0, scope, output);
        yield Flow.ONWARD;
      }
      case Assign(Target target, Expression value) -> {
        assign(target, evaluator.evaluate(value, scope), scope);
        yield Flow.ONWARD;
      }
      case AssignBlock block -> {
        Str text = capture(block.body(), new Scope(scope));
        Value value =
            block.filter() == null ? text : evaluator.filterText(block.filter(), text, scope);
        assign(block.target(), value, scope);
        yield Flow.ONWARD;
      }
      case Define(Macro macro) -> {
        scope.set(macro.name(), function(macro, scope));
        yield Flow.ONWARD;
      }
      case CallBlock block -> {
        PythonText.write(rendering, callWithBody(block, scope), output);
        yield Flow.ONWARD;
      }
      case FilterBlock block -> {
        Str text = capture(block.body(), new Scope(scope));
        Value filtered = evaluator.filterText(block.filter(), text, scope);
        PythonText.write(rendering, filtered, output);
        yield Flow.ONWARD;
      }
      case With with -> runUntilJump(with.body(), bind(with.bindings(), scope), output);
      case Generation(List<Statement> body) -> runUntilJump(body, new Scope(scope), output);
      case Break() -> Flow.BREAK;
      case Continue() -> Flow.CONTINUE;
    };
  }

  private Flow choose(If conditional, Scope scope, Assembly output) {
    for (Branch branch : conditional.branches()) {
      if (evaluator.isTrue(branch.condition(), scope)) {
        return runUntilJump(branch.body(), scope, output);
      }
    }
    return runUntilJump(conditional.otherwise(), scope, output);
  }

  private void repeat(For loop, Value items, int depth, Scope scope, Assembly output) {
    rendering.at(loop.line());
    List<Value> values = chosen(loop, Operations.iterate(rendering, items), scope);
    Loop state = new Loop(values, depth, (inner, level) -> descend(loop, inner, level, scope));
    while (state.advance()) {
      rendering.step();
      Scope turn = new Scope(scope);
      turn.set("loop", state);
      assign(loop.target(), state.item(), turn);
      if (runUntilJump(loop.body(), turn, output) == Flow.BREAK) {
        break;
      }
    }
    if (values.isEmpty()) {
      runUntilJump(loop.otherwise(), new Scope(scope), output);
    }
  }

  private Str descend(For loop, Value items, int depth, Scope scope) {
    Assembly output = rendering.assemble();
    rendering.enter();
    repeat(loop, items, depth, scope, output);
    rendering.leave();
    return output.finish();
  }

  private List<Value> chosen(For loop, List<Value> values, Scope scope) {
    if (loop.condition() == null) {
      return values;
    }
    List<Value> chosen = new ArrayList<>();
    for (Value value : values) {
      rendering.step();
      Scope turn = new Scope(scope);
      assign(loop.target(), value, turn);
      if (evaluator.isTrue(loop.condition(), turn)) {
        chosen.add(value);
      }
    }
    return chosen;
  }

  private void assign(Target target, Value value, Scope scope) {
    switch (target) {
      case Target.Variable(String name, int _) -> scope.set(name, value);
      case Target.Unpacking(List<Target> targets, int line) -> {
        rendering.at(line);
        List<Value> values = Operations.iterate(rendering, value);
        if (values.size() != targets.size()) {
          throw rendering.invalid(
              "expected " + targets.size() + " values to unpack, found " + values.size());
        }
        for (int i = 0; i < values.size(); i++) {
          assign(targets.get(i), values.get(i), scope);
        }
      }
      case Target.NamespaceAttribute(String namespace, String attribute, int line) -> {
        rendering.at(line);
        if (!(scope.find(namespace) instanceof Namespace found)) {
          throw rendering.invalid("expected '" + namespace + "' to be a namespace");
        }
        found.attributes().put(attribute, value);
      }
    }
  }

  private Scope bind(List<Binding> bindings, Scope outer) {
    Scope inner = new Scope(outer);
    for (Binding binding : bindings) {
      assign(binding.target(), evaluator.evaluate(binding.value(), outer), inner);
    }
    return inner;
  }

  private Str capture(List<Statement> body, Scope scope) {
    Assembly output = rendering.assemble();
    runUntilJump(body, scope, output);
    return output.finish();
  }

  private Value callWithBody(CallBlock block, Scope scope) {
    Arguments written = evaluator.arguments(block.call().arguments(), scope);
    Map<String, Value> named = new LinkedHashMap<>(written.named());
    named.put("caller", function(block.body(), scope));
    Arguments arguments = new Arguments(rendering, written.positional(), named);
    return evaluator.call(block.call(), arguments, scope);
  }

  private Function function(Macro macro, Scope definedIn) {
    return new Function(
        macro.name(),
        arguments -> {
          Scope scope = new Scope(definedIn);
          bind(macro, arguments, scope);
          return capture(macro.body(), scope);
        });
  }

  private void bind(Macro macro, Arguments arguments, Scope scope) {
    List<Value> positional = arguments.positional();
    Map<String, Value> named = new LinkedHashMap<>(arguments.named());
    List<Parameter> parameters = macro.parameters();
    Value caller = named.remove("caller");
    scope.set("caller", caller == null ? new Undefined("'caller'") : caller);
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      Value value = named.remove(parameter.name());
      if (i < positional.size()) {
        if (value != null) {
          throw rendering.invalid(
              "expected '" + parameter.name() + "' once for the macro " + macro.name());
        }
        value = positional.get(i);
      }
      if (value == null) {
        value =
            parameter.defaultValue() == null
                ? new Undefined("the parameter '" + parameter.name() + "'")
                : evaluator.evaluate(parameter.defaultValue(), scope);
      }
      scope.set(parameter.name(), value);
    }
    bindRest(macro, positional, named, scope);
  }

  private void bindRest(
      Macro macro, List<Value> positional, Map<String, Value> named, Scope scope) {
    int taken = macro.parameters().size();
    if (macro.takesRest()) {
      List<Value> rest =
          positional.size() > taken ? positional.subList(taken, positional.size()) : List.of();
      scope.set("varargs", new Items(Items.Shape.TUPLE, rest));
    } else if (positional.size() > taken) {
      throw rendering.invalid(
          "expected at most " + taken + " arguments for the macro " + macro.name());
    }
    if (macro.takesNamedRest()) {
      Map<Value, Value> rest = new LinkedHashMap<>();
      named.forEach((name, value) -> rest.put(Str.literal(name), value));
      scope.set("kwargs", new Mapping(rest));
    } else if (!named.isEmpty()) {
      throw rendering.invalid("unexpected named argument for the macro " + macro.name());
    }
  }
}
