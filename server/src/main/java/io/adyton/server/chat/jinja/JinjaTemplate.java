// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A compiled template of any kind of text.
 *
 * <p>Immutable and thread-safe. Guarantees that compiling and rendering end within the limits of
 * this package and fail with nothing but {@link TemplateException}, whatever the source says.
 */
public final class JinjaTemplate {
  /** How many characters of Java a source may have. */
  public static final int SOURCE_LIMIT = 256 << 10;

  private final List<Statement> body;

  private JinjaTemplate(List<Statement> body) {
    this.body = body;
  }

  /**
   * Compiles a template.
   *
   * @throws TemplateException if the source is no template or exceeds a limit
   */
  public static JinjaTemplate compile(String source) {
    if (source.length() > SOURCE_LIMIT) {
      throw new TemplateException(
          Reason.SOURCE_TOO_LARGE,
          1,
          "expected at most " + SOURCE_LIMIT + " characters, found " + source.length());
    }
    try {
      return new JinjaTemplate(Parser.parse(Lexer.tokenize(source)));
    } catch (StackOverflowError _) {
      throw new TemplateException(Reason.NESTED_TOO_DEEPLY, 1, "expected fewer levels of nesting");
    }
  }

  /**
   * Renders the template into {@code target} and returns which of its bytes came from the request.
   * Every other byte that the render wrote is zeroed before this returns. After an exception the
   * target holds what was rendered so far.
   *
   * @param variables what the template is given, by name
   * @param clock what {@code strftime_now} reads, with its zone
   * @param target where to write, empty; stays the caller's
   * @throws TemplateException if the template does what it may not, or exceeds a limit
   */
  public ContentSpans render(Map<String, TemplateValue> variables, Clock clock, Text target) {
    try (Rendering rendering = new Rendering()) {
      Scope scope = new Scope(null);
      Globals.define(scope, clock);
      variables.forEach((name, given) -> scope.set(name, GivenValues.of(rendering, given)));
      Assembly output = new Assembly(rendering, target, Reason.OUTPUT_TOO_LARGE);
      try {
        new Interpreter(rendering).run(body, new Scope(scope), output);
      } catch (StackOverflowError _) {
        throw rendering.fail(Reason.NESTED_TOO_DEEPLY, "expected less to be at work at once");
      }
      return output.spans();
    }
  }
}
