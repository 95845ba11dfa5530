// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.server.chat.jinja.Expression.Call;
import io.adyton.server.chat.jinja.Expression.Filter;
import io.adyton.server.chat.jinja.Statement.Assign;
import io.adyton.server.chat.jinja.Statement.AssignBlock;
import io.adyton.server.chat.jinja.Statement.Binding;
import io.adyton.server.chat.jinja.Statement.Branch;
import io.adyton.server.chat.jinja.Statement.CallBlock;
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
import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds the tree of a template: its statements. */
final class Parser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int loopDepth;

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static List<Statement> parse(List<Token> source) {
    Parser parser = new Parser(new TokenStream(source));
    List<Statement> body = parser.body(Set.of());
    parser.tokens.expectEnd();
    return body;
  }

  /** Reads statements up to a block whose name is one of {@code ends}, which it leaves unread. */
  private List<Statement> body(Set<String> ends) {
    List<Statement> statements = new ArrayList<>();
    while (true) {
      Token token = tokens.current();
      switch (token.kind()) {
        case DATA -> {
          tokens.next();
          statements.add(new Data(Str.literal(token.text())));
        }
        case VARIABLE_BEGIN -> {
          tokens.next();
          statements.add(new Output(expressions.tuple()));
          tokens.expect(Token.Kind.VARIABLE_END);
        }
        case BLOCK_BEGIN -> {
          tokens.next();
          if (tokens.current().kind() == Token.Kind.NAME
              && ends.contains(tokens.current().text())) {
            return statements;
          }
          tokens.enter();
          statements.add(statement());
          tokens.leave();
          tokens.expect(Token.Kind.BLOCK_END);
        }
        case END -> {
          if (!ends.isEmpty()) {
            throw tokens.expected("{% " + String.join(" %} or {% ", ends) + " %}");
          }
          return statements;
        }
        case VARIABLE_END, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
            throw tokens.expected("template text");
      }
    }
  }

  /** Reads the rest of a block's first tag, its body, and the name that ends it. */
  private List<Statement> block(Set<String> ends) {
    tokens.skipOperator(":");
    tokens.expect(Token.Kind.BLOCK_END);
    return body(ends);
  }

  private List<Statement> block(String end) {
    List<Statement> body = block(Set.of(end));
    tokens.next();
    return body;
  }

  private Statement statement() {
    Token tag = tokens.expect(Token.Kind.NAME);
    return switch (tag.text()) {
      case "if" -> conditional();
      case "for" -> loop(tag.line());
      case "set" -> assignment();
      case "macro" -> new Define(macro());
      case "call" -> callBlock(tag.line());
      case "filter" -> new FilterBlock(filters(), block("endfilter"));
      case "with" -> with();
      case "generation" -> new Generation(block("endgeneration"));
      case "break" -> inLoop(tag, new Statement.Break());
      case "continue" -> inLoop(tag, new Statement.Continue());
      case "include", "import", "from", "extends", "block" ->
          throw new TemplateException(
              Reason.FORBIDDEN,
              tag.line(),
              "a chat template stands alone; {% " + tag.text() + " %} is refused");
      default ->
          throw new TemplateException(
              Reason.UNSUPPORTED, tag.line(), "there is no tag {% " + tag.text() + " %}");
    };
  }

  private Statement inLoop(Token tag, Statement statement) {
    if (loopDepth == 0) {
      throw new TemplateException(
          Reason.SYNTAX, tag.line(), "{% " + tag.text() + " %} is expected inside a loop");
    }
    return statement;
  }

  private Statement conditional() {
    List<Branch> branches = new ArrayList<>();
    Set<String> ends = Set.of("elif", "else", "endif");
    while (true) {
      Expression condition = expressions.plainTuple(Set.of());
      branches.add(new Branch(condition, block(ends)));
      String end = tokens.next().text();
      if (end.equals("endif")) {
        return new If(branches, List.of());
      }
      if (end.equals("else")) {
        return new If(branches, block("endif"));
      }
    }
  }

  private Statement loop(int line) {
    Target target = target(false, Set.of("in"));
    tokens.expectName("in");
    Expression items = expressions.plainTuple(Set.of("recursive"));
    Expression condition = tokens.skipName("if") ? expressions.expression() : null;
    tokens.skipName("recursive");
    loopDepth++;
    List<Statement> body = block(Set.of("endfor", "else"));
    loopDepth--;
    List<Statement> otherwise = tokens.next().text().equals("else") ? block("endfor") : List.of();
    return new For(target, items, condition, body, otherwise, line);
  }

  private Statement assignment() {
    Target target = target(true, Set.of());
    if (tokens.skipOperator("=")) {
      return new Assign(target, expressions.tuple());
    }
    Filter filter = tokens.skipOperator("|") ? filters() : null;
    return new AssignBlock(target, filter, block("endset"));
  }

  private Statement with() {
    List<Binding> bindings = new ArrayList<>();
    while (tokens.current().kind() != Token.Kind.BLOCK_END) {
      if (!bindings.isEmpty()) {
        tokens.expectOperator(",");
      }
      Target target = target(false, Set.of());
      tokens.expectOperator("=");
      bindings.add(new Binding(target, expressions.expression()));
    }
    return new With(bindings, block("endwith"));
  }

  private Macro macro() {
    String name = tokens.expect(Token.Kind.NAME).text();
    return definition(name, parameters(), "endmacro");
  }

  private Statement callBlock(int line) {
    List<Parameter> parameters = tokens.current().isOperator("(") ? parameters() : List.of();
    if (!(expressions.expression() instanceof Call call)) {
      throw new TemplateException(Reason.SYNTAX, line, "a call is expected after {% call");
    }
    return new CallBlock(call, definition("caller", parameters, "endcall"));
  }

  private Macro definition(String name, List<Parameter> parameters, String end) {
    int loopsOutside = loopDepth;
    loopDepth = 0;
    expressions.startRecordingNames();
    List<Statement> body = block(end);
    Set<String> names = expressions.stopRecordingNames();
    loopDepth = loopsOutside;
    return new Macro(name, parameters, names.contains("varargs"), names.contains("kwargs"), body);
  }

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    tokens.expectOperator("(");
    while (!tokens.current().isOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",");
      }
      String name = tokens.expect(Token.Kind.NAME).text();
      boolean optional = tokens.skipOperator("=");
      if (!optional && !parameters.isEmpty() && parameters.getLast().defaultValue() != null) {
        throw tokens.expected("a default for '" + name + "', since the one before has one");
      }
      parameters.add(new Parameter(name, optional ? expressions.expression() : null));
    }
    tokens.next();
    return parameters;
  }

  /** Reads {@code name(…)|name(…)} without the value that goes in. */
  private Filter filters() {
    Filter filter = expressions.filter(null);
    while (tokens.skipOperator("|")) {
      filter = expressions.filter(filter);
    }
    return filter;
  }

  private Target target(boolean attributes, Set<String> ends) {
    int line = tokens.current().line();
    Target first = singleTarget(attributes, ends);
    if (!tokens.current().isOperator(",")) {
      return first;
    }
    List<Target> targets = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !endsTarget(ends)) {
      targets.add(singleTarget(attributes, ends));
    }
    return new Target.Unpacking(targets, line);
  }

  private boolean endsTarget(Set<String> ends) {
    Token token = tokens.current();
    return token.isOperator("=")
        || token.isOperator(")")
        || token.kind() == Token.Kind.BLOCK_END
        || (token.kind() == Token.Kind.NAME && ends.contains(token.text()));
  }

  private Target singleTarget(boolean attributes, Set<String> ends) {
    if (tokens.current().isOperator("(")) {
      tokens.enter();
      tokens.next();
      Target inner = target(attributes, ends);
      tokens.expectOperator(")");
      tokens.leave();
      return inner;
    }
    Token name = tokens.expect(Token.Kind.NAME);
    if (OperandParser.constantName(name.text()) != null) {
      throw new TemplateException(Reason.SYNTAX, name.line(), "a constant cannot be assigned to");
    }
    if (attributes && tokens.skipOperator(".")) {
      String attribute = PostfixParser.attributeName(tokens.expect(Token.Kind.NAME));
      return new Target.NamespaceAttribute(name.text(), attribute, name.line());
    }
    return new Target.Variable(name.text(), name.line());
  }
}
